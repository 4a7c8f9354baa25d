import type { Proof } from '../incident/facts/cause-facts.ts';
import type { IncidentState } from '../incident/state/state.ts';
import type { Block, Document, Text } from './document.ts';
import { suspectName } from './root.ts';

/** What a proof asks, as a responder would. */
export const PROOF_WORDS: Readonly<Record<Proof['question'], string>> = {
  present: 'Is the symptom there while the suspect is?',
  'one-change': 'Was exactly one thing changed?',
  gone: 'Has it gone since?',
  everywhere: 'In every segment that was hurt?',
  lasting: 'For long enough to trust it?',
};

const MARK = { shown: '✓', missing: '○', refuted: '✗' } as const;

/** How far the proof of a suspect came: what is shown, what is missing, what speaks against it. */
export function proofsDocument(
  state: IncidentState,
  weighed: NonNullable<IncidentState['proofs']>,
): Document {
  const name = suspectName({ id: weighed.suspect, culprit: weighed.culprit });
  const shown = weighed.list.filter((one) => one.state === 'shown').length;
  const blocks: Block[] = [
    {
      kind: 'paragraph',
      text: [{ bold: `Is it ${name}? ` }, `${shown} of ${weighed.list.length} proofs are there.`],
    },
    { kind: 'list', items: weighed.list.map(proofText) },
  ];
  if (shown < weighed.list.length)
    blocks.push(
      {
        kind: 'context',
        text: [
          weighed.since === null
            ? 'After the mitigation: '
            : 'When more time has passed, or after another change: ',
          { code: `confirm ${weighed.suspect} since 15:10` },
          ' · to call it the cause all the same: ',
          { code: `confirm ${weighed.suspect} because …` },
        ],
      },
      {
        kind: 'buttons',
        buttons: [{ label: 'Look again', command: `${state.id} confirm ${weighed.suspect}` }],
      },
    );
  return { summary: `Is it ${name}? ${shown} of ${weighed.list.length} proofs are there.`, blocks };
}

function proofText(proof: Proof): Text {
  return [
    { bold: `${MARK[proof.state]} ${PROOF_WORDS[proof.question]}` },
    ` ${proof.words}`,
    ...proof.evidence.flatMap((id): Text => [' ', { code: id }]),
  ];
}
