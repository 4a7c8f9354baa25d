import type { TeamFact } from '../incident/facts/team-facts.ts';
import type { Document, Text } from './document.ts';
import { segmentWords } from './words/numbers.ts';

type Of<Type extends TeamFact['type']> = Extract<TeamFact, { type: Type }>;

/** Approved: what will be done by whom, how it is undone, and how to say that it is done. */
export function mitigationApproved(
  incident: string,
  fact: Of<'mitigation-approved'>,
  by: Text[number],
): Document {
  const isFirst = (fact.approvals ?? 1) > 1;
  const doer = isFirst
    ? 'It waits for another person to approve it, too: mitigate.'
    : fact.way === 'person'
      ? 'By hand; say when it is done.'
      : `${fact.way === 'webhook' ? 'Webhook' : 'Workflow'} ${fact.action ?? ''} runs it now.`;
  return {
    summary: `${fact.mitigation} approved: ${fact.sentence} ${doer}`,
    blocks: [
      {
        kind: 'paragraph',
        text: [{ bold: 'Approved ' }, { code: fact.mitigation }, ` ${fact.sentence} · `, by],
      },
      { kind: 'context', text: [`${doer} To undo: ${fact.undo}`] },
      ...(fact.way === 'person' && !isFirst ? [sayWhenDone(incident, fact.mitigation)] : []),
    ],
  };
}

const sayWhenDone = (incident: string, mitigation: string): Document['blocks'][number] => ({
  kind: 'buttons',
  buttons: [
    { label: 'It is done', command: `${incident} mitigate done ${mitigation}`, style: 'primary' },
    { label: 'It did not work', command: `${incident} mitigate failed ${mitigation}` },
  ],
});

export function mitigationEnded(incident: string, fact: Of<'mitigation-ended'>, by: Text[number]): Document {
  const words = {
    done: 'is done; the metric is watched',
    failed: 'failed',
    unclear: 'may or may not have run: look before it is tried again',
  }[fact.outcome];
  return {
    summary: `${fact.mitigation} ${words}. ${fact.words}`,
    blocks: [
      {
        kind: 'paragraph',
        text: [
          { code: fact.mitigation },
          ` ${words}`,
          fact.words === '' ? '' : ` — ${fact.words}`,
          ' · ',
          by,
        ],
      },
      ...(fact.outcome === 'unclear' ? [sayWhenDone(incident, fact.mitigation)] : []),
    ],
  };
}

const MARK = { recovered: '🟢', 'not-recovered': '🔴', 'too-early': '⏳' } as const;

/** Recovered or not, in numbers, overall and for each segment that carried the change. */
export function recoveryDocument(incident: string, fact: Of<'recovery-measured'>): Document {
  return {
    summary: `After ${fact.mitigation}: ${fact.sentence}`,
    blocks: [
      {
        kind: 'paragraph',
        text: [{ bold: `${MARK[fact.verdict]} After ${fact.mitigation}: ` }, fact.sentence],
      },
      ...(fact.segments.length === 0
        ? []
        : [
            {
              kind: 'list' as const,
              items: fact.segments.map((one): Text => [
                `${MARK[one.verdict]} `,
                { bold: segmentWords(one.where) },
                ` ${one.sentence}`,
              ]),
            },
          ]),
      ...(fact.again === null
        ? []
        : [
            {
              kind: 'context' as const,
              text: ['measured again at ', { time: fact.again, style: 'clock' as const }],
            },
          ]),
      ...(fact.verdict === 'not-recovered'
        ? [
            {
              kind: 'buttons' as const,
              buttons: [{ label: 'Try another mitigation', command: `${incident} mitigate` }],
            },
          ]
        : []),
    ],
  };
}
