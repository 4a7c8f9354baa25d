import type { IncidentState } from '../incident/state/state.ts';
import type { ApprovedMitigation } from '../incident/state/team-state.ts';
import { byWhom } from '../message/words/by-whom.ts';
import type { Block, Inline, Text } from '../message/document.ts';
import { segmentWords } from '../message/words/numbers.ts';
import { begun, list, missing, paragraph, sentence } from './parts.ts';

/** What was done about it, by whom, and what the metric said afterwards, overall and for each segment. */
export function mitigationBlocks(state: IncidentState): readonly Block[] {
  if (state.mitigations.length > 0) return state.mitigations.flatMap(oneMitigation);
  const proposed = state.ranking?.mitigations[0];
  if (state.ranking?.verdict === 'benign')
    return [paragraph(['Nothing had to be undone: ', sentence(state.ranking.verdictReason)])];
  return [
    ...(proposed === undefined
      ? []
      : [
          paragraph([
            { bold: 'Proposed, not recorded as done: ' },
            sentence(proposed.sentence),
            ` Verify: ${proposed.verify}`,
          ]),
        ]),
    missing('what was done about it, and which number shows that it helped? (run: mitigate)'),
  ];
}

function oneMitigation(one: ApprovedMitigation): readonly Block[] {
  const when: readonly Inline[] =
    one.endedAt === null ? [] : [', ', { time: one.endedAt, style: 'date-clock' }];
  const facts: Text[] = [
    [
      { code: one.id },
      ' ',
      { bold: one.sentence },
      ` — ${STATE_WORDS[one.state]}`,
      ...when,
      ', approved by ',
      byWhom(one.by),
    ],
    [{ bold: 'Can be taken back: ' }, one.reversible ? `yes. ${begun(one.undo)}` : `no. ${begun(one.undo)}`],
  ];
  if (one.words !== '') facts.push([{ bold: 'Said at its end: ' }, one.words]);
  const proof = one.recoveries.at(-1);
  if (proof === undefined)
    return [list(facts), missing(`did ${one.id} help? (run: mitigate watch ${one.id})`)];
  facts.push([{ bold: 'Proof, ' }, { time: proof.at, style: 'date-clock' }, `: ${begun(proof.sentence)}`]);
  for (const { where, sentence: words } of proof.segments)
    facts.push([{ bold: `${segmentWords(where)}: ` }, words]);
  return [list(facts)];
}

const STATE_WORDS: Readonly<Record<ApprovedMitigation['state'], string>> = {
  awaiting: 'approved by one person, waiting for another',
  approved: 'approved, not begun',
  started: 'begun',
  done: 'done',
  failed: 'failed',
  unclear: 'unclear whether it ran',
};
