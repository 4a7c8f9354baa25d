import type { SimilarIncident } from '../incident/note-facts.ts';
import { brief } from './brief.ts';
import type { Document, Text } from './document.ts';
import { percent } from './numbers.ts';

/** Closed incidents that looked like this one: in what, and what ended them. */
export function similarDocument(incident: string, found: readonly SimilarIncident[]): Document {
  if (found.length === 0)
    return {
      summary: `No closed incident looks like ${incident}.`,
      blocks: [{ kind: 'paragraph', text: [`No closed incident looks like ${incident}.`] }],
    };
  const [first] = found;
  return {
    summary: `${incident} looks like ${found.map((one) => one.incident).join(', ')}. ${first === undefined ? '' : endedBy(first)}`,
    blocks: [
      { kind: 'paragraph', text: [{ bold: 'Seen before' }] },
      { kind: 'list', items: found.map(similarText) },
      {
        kind: 'context',
        text: ['Alike is not the same: what ended it then is worth a look, and the checks decide.'],
      },
      {
        kind: 'buttons',
        buttons: found.slice(0, 3).map((one) => ({
          label: `Note of ${one.incident}`,
          command: `${one.incident} note show`,
        })),
      },
    ],
  };
}

/** `INC-4 AUC of deposit fell — 71 % alike: same cause …. What ended it: rolled back chg-3.` */
export function similarText(one: SimilarIncident): Text {
  return [
    { bold: one.incident },
    ` ${brief(one.title, 160)} — ${percent(Math.round(one.likeness * 100) / 100)} alike: ${one.reasons.join('; ')}. `,
    endedBy(one),
  ];
}

const endedBy = (one: SimilarIncident): string =>
  `${one.cause === null ? '' : `It was ${one.cause}. `}What ended it: ${brief(one.ended, 200)}`;
