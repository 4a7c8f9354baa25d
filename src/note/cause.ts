import { isProven } from '../incident/proofs.ts';
import type { IncidentState } from '../incident/state/state.ts';
import type { Block, Text } from '../message/document.ts';
import { PROOF_WORDS } from '../message/proofs.ts';
import { suspectName } from '../message/root.ts';
import { sentence } from './parts.ts';

/** The cause: confirmed by which experiment, given by whom, or still to be proven, with what is missing. */
export function causeBlocks(state: IncidentState): readonly Block[] {
  const { confirmed, proofs } = state;
  const given = state.resolution?.cause ?? null;
  const list = proofs?.list ?? [];
  const shown: readonly Block[] =
    list.length === 0
      ? []
      : [
          {
            kind: 'list',
            items: list.map((proof): Text => [
              `${proof.state === 'shown' ? '✓' : proof.state === 'refuted' ? '✗' : '○'} `,
              { bold: PROOF_WORDS[proof.question] },
              ` ${proof.words}`,
              ...proof.evidence.flatMap((id): Text => [' ', { code: id }]),
            ]),
          },
        ];
  if (confirmed !== null)
    return [
      {
        kind: 'paragraph',
        text: [
          { bold: `Cause, confirmed: ${suspectName({ id: confirmed.cause, culprit: confirmed.culprit })}` },
          confirmed.override === null
            ? ', by experiment. '
            : `, without all proofs, because ${sentence(confirmed.override)} `,
          suspectSentence(state, confirmed.cause),
        ],
      },
      ...shown,
    ];
  const open: Block = {
    kind: 'paragraph',
    text: [
      {
        italic: `To be filled in: ${
          list.length > 0 && !isProven(list)
            ? 'what is missing above before it is the cause? (run: confirm)'
            : 'which cause was confirmed, and by which experiment? (run: confirm)'
        }`,
      },
    ],
  };
  return given === null
    ? [...shown, open]
    : [
        {
          kind: 'paragraph',
          text: [
            { bold: 'Cause given at resolution: ' },
            given,
            ', not proven by experiment. ',
            suspectSentence(state, given),
          ],
        },
        ...shown,
      ];
}

/** What the cause does, in the words of its hypothesis. */
const suspectSentence = ({ ranking }: IncidentState, cause: string): string =>
  ranking?.suspects.find((one) => one.id === cause)?.sentence ?? '';
