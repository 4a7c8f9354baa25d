import type { NoteSection } from '../../incident/facts/note-facts.ts';
import { writtenSection } from '../../incident/state/note-state.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import type { Blame } from '../../note/blame.ts';
import type { Document } from '../document.ts';
import type { Form } from './form.ts';
import { SECTION_WORDS } from '../lines/note-line.ts';

const HINTS: Readonly<Record<NoteSection, string>> = {
  summary: 'What happened, to whom, why, and how it ended: for somebody who was not there.',
  impact: 'What it cost users and the business; the measured numbers stand beside it anyway.',
  cause: 'What let it happen, in words; the proofs and the 5 Whys stand below it anyway.',
  detection: 'Which test, contract or monitor would have caught it, and why it did not.',
  'training-data': 'Which rows the next training must leave out, or why none.',
  lessons: 'What went well, what did not, and where you were lucky.',
};

/** A part of the note, to be written by a person. Left empty, it is assembled from the log. */
export function noteForm(state: IncidentState, section: NoteSection): Form {
  const own = writtenSection(state, section)?.text;
  return {
    command: 'note',
    incident: state.id,
    title: 'Write in the note',
    submit: 'Keep it',
    intro: [
      { kind: 'paragraph', text: [{ bold: SECTION_WORDS[section] }] },
      { kind: 'context', text: ['Left empty, this part is assembled from the log again.'] },
    ],
    fields: [
      {
        kind: 'text',
        id: 'text',
        label: 'In your words',
        hint: HINTS[section],
        long: true,
        optional: true,
        ...(own === undefined ? {} : { initial: own }),
      },
    ],
    kept: { section },
  };
}

/** Words that may hurt, with politer ones; for the person who wrote or publishes them. */
export function blameDocument(
  incident: string,
  found: readonly (Blame & { readonly where: string })[],
  then: 'kept' | 'publish',
): Document {
  const says =
    then === 'kept'
      ? 'Kept. May I suggest other words? People tell more next time when nobody is judged.'
      : 'Before it goes out: may I suggest other words? People tell more next time when nobody is judged.';
  return {
    summary: `${says} ${found.map((one) => `“${one.words}”: ${one.suggestion}.`).join(' ')}`,
    blocks: [
      { kind: 'paragraph', text: [says] },
      {
        kind: 'list',
        items: found
          .slice(0, 8)
          .map((one) => [{ bold: `“${one.words}”` }, ` (${one.where}) — ${one.suggestion}`]),
      },
      ...(then === 'kept'
        ? []
        : [
            {
              kind: 'buttons' as const,
              buttons: [{ label: 'Publish as it is', command: `${incident} note publish anyway` }],
            },
          ]),
    ],
  };
}

/** Which parts there are, who wrote them, and what can be done with the note. */
export function sectionsDocument(state: IncidentState): Document {
  const names = Object.keys(SECTION_WORDS) as readonly NoteSection[];
  return {
    summary: `The parts of the note of ${state.id} that people may write: ${names.join(', ')}`,
    blocks: [
      { kind: 'paragraph', text: [{ bold: `Write in the note of ${state.id}` }] },
      {
        kind: 'list',
        items: names.map((name) => [
          { code: name },
          ` ${SECTION_WORDS[name]}`,
          writtenSection(state, name) === null ? '' : ' — written by a person',
        ]),
      },
      {
        kind: 'buttons',
        buttons: (['summary', 'impact', 'cause', 'detection', 'lessons'] as const).map((name) => ({
          label: `Write: ${name}`,
          command: `${state.id} note edit ${name}`,
        })),
      },
      {
        kind: 'buttons',
        buttons: [
          { label: 'See it alone', command: `${state.id} note show` },
          { label: 'Publish', command: `${state.id} note publish`, style: 'primary' },
        ],
      },
    ],
  };
}
