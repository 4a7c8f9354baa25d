import type { IncidentEvent } from '../../incident/facts/events.ts';
import type { NoteFact, NoteSection } from '../../incident/facts/note-facts.ts';
import { byWhom } from '../words/by-whom.ts';
import type { Document } from '../document.ts';
import { inFiles } from '../words/in-full.ts';
import { plain } from '../words/plain.ts';
import { recalledDocument } from '../similar.ts';

export const SECTION_WORDS: Readonly<Record<NoteSection, string>> = {
  summary: 'Summary',
  impact: 'Impact',
  cause: 'Root cause',
  detection: 'Why the tests and the monitors did not catch it',
  'training-data': 'Training data to leave out',
  lessons: 'Lessons',
};

/** What the thread says about a fact of the note. `note` writes the note as it stood then. */
export function noteLine(fact: NoteFact, event: IncidentEvent, note: () => Document): Document {
  const by = byWhom(event.actor);
  switch (fact.type) {
    case 'note-section-written':
      return fact.text === ''
        ? plain([`${SECTION_WORDS[fact.section]} of the note is assembled from the log again · `, by])
        : {
            summary: `${SECTION_WORDS[fact.section]} of the note: ${fact.text}`,
            blocks: [
              {
                kind: 'paragraph',
                text: [{ bold: `${SECTION_WORDS[fact.section]} of the note` }, ' · ', by],
              },
              { kind: 'quote', text: [fact.text] },
            ],
          };
    case 'note-published': {
      const written = note();
      return {
        summary: `The note of ${event.incident} is published, revision ${fact.revision}.`,
        blocks: [
          {
            kind: 'context',
            text: [
              { bold: `Published, revision ${fact.revision}` },
              ' · ',
              by,
              fact.channel === null ? '' : ` · told in ${fact.channel}`,
              ' · as Markdown and as a page below',
            ],
          },
          ...written.blocks,
        ],
        whole: inFiles(event.incident),
      };
    }
    case 'similar-found':
      return recalledDocument(event.incident, fact);
  }
}

/** The same for the timeline; null when it is no moment of the incident. */
export function noteMoment(fact: NoteFact): string | null {
  switch (fact.type) {
    case 'note-published':
      return `Note published, revision ${fact.revision}`;
    case 'similar-found':
      // What was named by the alert is a guess until the checks have spoken.
      return fact.incidents.length === 0 || fact.by === 'alert'
        ? null
        : `Like ${fact.incidents.map((one) => one.incident).join(', ')}`;
    case 'note-section-written':
      return null;
  }
}
