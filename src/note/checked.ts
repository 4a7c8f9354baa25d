import type { IncidentState } from '../incident/state/state.ts';
import { nameOf } from '../message/checks.ts';
import type { Block, Text } from '../message/document.ts';
import { list, missing, paragraph } from './parts.ts';

/** What was checked: what had moved, what was looked at and ruled out, and what no check could say. */
export function checkedBlocks(state: IncidentState): readonly Block[] {
  if (state.evidence.length === 0) return [missing('which checks were run, with what answer?')];
  const of = (answer: 'shifted' | 'steady' | 'inconclusive'): readonly Text[] =>
    state.evidence
      .filter((one) => one.verdict.answer === answer)
      .map((one) => [{ code: one.id }, ' ', { bold: nameOf(one) }, ` ${one.verdict.line}`]);
  const part = (title: string, items: readonly Text[]): readonly Block[] =>
    items.length === 0 ? [] : [paragraph([{ bold: title }]), list(items)];
  const discarded = (state.ranking?.discarded ?? [])
    .filter((one) => one.evidence !== null)
    .slice(0, 8)
    .map((one): Text => [{ bold: one.id }, ` ${one.reason} `, { code: one.evidence ?? '' }]);
  return [
    ...part('Had moved', of('shifted')),
    ...part('Looked at and ruled out', of('steady')),
    ...part('Suspects that the evidence speaks against', discarded),
    ...part('Could not be said', of('inconclusive')),
    paragraph([
      'Each can be measured again in the thread: ',
      { code: `rerun ${state.evidence[0]?.id ?? 'E1'}` },
      '.',
    ]),
  ];
}
