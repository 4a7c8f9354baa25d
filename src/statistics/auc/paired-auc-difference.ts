import { normalTwoSided } from '../distribution/normal.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Difference } from '../estimate.ts';
import { normalInterval } from '../normal-interval.ts';
import { numberAt } from '../number-at.ts';
import { requireSameLength } from '../shape-error.ts';
import { placements } from './placements.ts';

/** One row scored by two models: `before` the one it is compared with (last good version), `after` the one in question. */
export type PairedScores = {
  readonly before: ArrayLike<number>;
  readonly after: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
};

/**
 * AUC of one model − AUC of another on the same rows (golden set, shadow traffic). The variance is that of the per-row differences of
 * placements, which is V₁ + V₂ − 2 Cov. Unanswerable when the two models rank every pair alike.
 * Source: DeLong et al. 1988.
 */
export function pairedAucDifference(rows: PairedScores, level = DEFAULT_LEVEL): Answer<Difference> {
  requireSameLength('The scores of the two models', rows.before, rows.after);
  const before = placements(rows.before, rows.labels);
  if (before.kind === 'unanswerable') return before;
  const after = placements(rows.after, rows.labels);
  if (after.kind === 'unanswerable') return after;
  const value = after.auc - before.auc;
  const spread = { positives: 0, negatives: 0 };
  for (let i = 0; i < rows.labels.length; i++) {
    const square = (numberAt(after.ofRow, i) - numberAt(before.ofRow, i) - value) ** 2;
    if (rows.labels[i] === 1) spread.positives += square;
    else spread.negatives += square;
  }
  const { positives: m, negatives: n } = before;
  const standardError = Math.sqrt(spread.positives / (m - 1) / m + spread.negatives / (n - 1) / n);
  if (standardError === 0) return unanswerable('no variation');
  return {
    kind: 'estimate',
    value,
    before: before.auc,
    after: after.auc,
    standardError,
    interval: normalInterval({ value, standardError }, level, { low: -1, high: 1 }),
    pValue: normalTwoSided(value / standardError),
    test: 'DeLong, same rows',
    n: { before: m + n, after: m + n },
  };
}
