import type { Row } from '../../sql/aggregate.ts';
import { numberOf } from '../read-answers.ts';

const ROUNDING = 1e-5;

/**
 * The score from which on the logged decisions say yes, when one score separates them; else the one given. Both pipelines
 * are judged at the same cut, so that a flip is a matter of the score alone.
 */
export function decisionCut(
  rows: readonly Row[],
  otherwise: number,
): { readonly at: number; readonly from: string } {
  let [lowestYes, highestNo] = [Infinity, -Infinity];
  for (const row of rows) {
    const [score, decision] = [numberOf(row['request score']), numberOf(row['request decision'])];
    if (score === null || decision === null) continue;
    if (decision === 1) lowestYes = Math.min(lowestYes, score);
    if (decision === 0) highestNo = Math.max(highestNo, score);
  }
  const both = Number.isFinite(lowestYes) && Number.isFinite(highestNo);
  return both && highestNo < lowestYes + ROUNDING
    ? { at: lowestYes - ROUNDING, from: 'the logged decisions' }
    : { at: otherwise, from: 'the configuration' };
}
