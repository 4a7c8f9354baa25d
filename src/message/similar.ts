import type { NoteFact, SimilarIncident } from '../incident/facts/note-facts.ts';
import { brief } from './words/brief.ts';
import type { Block, Document, Text } from './document.ts';
import { percent } from './words/numbers.ts';

type Recalled = Pick<Extract<NoteFact, { type: 'similar-found' }>, 'incidents' | 'by' | 'named'>;

/** Closed incidents that looked like this one, for whoever asks: in what, and what ended them. */
export function similarDocument(
  incident: string,
  found: readonly SimilarIncident[],
  by: 'alert' | 'checks' = 'checks',
): Document {
  if (found.length === 0)
    return {
      summary: `No closed incident looks like ${incident}.`,
      blocks: [{ kind: 'paragraph', text: [`No closed incident looks like ${incident}.`] }],
    };
  const [first] = found;
  const names = found.map((one) => one.incident).join(', ');
  return {
    summary: `${incident} looks like ${names}. ${first === undefined ? '' : endedBy(first)}`,
    blocks: [
      {
        kind: 'paragraph',
        text: [{ bold: 'Seen before' }, by === 'alert' ? ', by the alert alone' : ''],
      },
      { kind: 'list', items: found.map((one) => similarText(one, by)) },
      {
        kind: 'context',
        text: [
          by === 'alert'
            ? 'The checks will tell whether it is the same again.'
            : 'Alike is not the same: what ended it then is worth a look, and the checks decide.',
        ],
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

/** What the thread says of it: in full what is new, in a line what was named before and what the checks make of it. */
export function recalledDocument(incident: string, { incidents, by, named = [] }: Recalled): Document {
  const fresh = incidents.filter((one) => !named.includes(one.incident));
  const kept = incidents.filter((one) => named.includes(one.incident));
  const gone = named.filter((id) => !incidents.some((one) => one.incident === id));
  const lines = [
    ...kept.map((one): Text => [
      { bold: one.incident },
      ` looks like it by the checks, too (${alike(one)}): ${one.reasons.join('; ')}.`,
    ]),
    ...gone.map((id): Text => [
      { bold: id },
      ' had an alert like this one, but the checks show something else: what ended it then may not help.',
    ]),
  ];
  const whole = fresh.length > 0 ? similarDocument(incident, fresh, by) : null;
  if (lines.length === 0 && whole !== null) return whole;
  const again: readonly Block[] = lines.length === 0 ? [] : [{ kind: 'list', items: lines }];
  const words = [
    ...(kept.length === 0
      ? []
      : [`${kept.map((one) => one.incident).join(', ')} looks like it by the checks, too.`]),
    ...(gone.length === 0 ? [] : [`${gone.join(', ')} does not after all.`]),
    ...(whole === null ? [] : [whole.summary]),
  ];
  return {
    summary: words.join(' '),
    blocks: [
      ...(whole === null ? [{ kind: 'paragraph' as const, text: [{ bold: 'Seen before' }] }] : []),
      ...(whole?.blocks ?? []),
      ...again,
    ],
  };
}

/** `INC-4 AUC of deposit fell — 71 % alike: same cause …. What ended it: rolled back chg-3.` */
export function similarText(one: SimilarIncident, by: 'alert' | 'checks' = 'checks'): Text {
  return [
    { bold: one.incident },
    ` ${brief(one.title, 160)} — ${by === 'alert' ? '' : `${alike(one)}: `}${one.reasons.join('; ')}. `,
    endedBy(one),
  ];
}

const alike = (one: SimilarIncident): string => `${percent(Math.round(one.likeness * 100) / 100)} alike`;

const endedBy = (one: SimilarIncident): string =>
  `${one.cause === null ? '' : `It was ${one.cause}. `}What ended it: ${brief(one.ended, 200)}`;
