import { studentQuantile } from '../distribution/student.ts';
import { DEFAULT_LEVEL, type Answer } from '../estimate.ts';
import { requireLevel } from '../shape-error.ts';
import { spreadOf, type Moments } from './moments.ts';

/**
 * Mean of a quantity with Student's interval, in the quantity's units. Log loss, Brier score and mean absolute error are means of their
 * per-row values (see per-row-loss.ts). Assumes independent rows, and enough of them that their mean is near normal.
 */
export function mean(moments: Moments, level = DEFAULT_LEVEL): Answer {
  requireLevel(level);
  const spread = spreadOf(moments);
  if (spread.kind === 'unanswerable') return spread;
  const standardError = Math.sqrt(spread.variance / spread.n);
  const reach = studentQuantile(0.5 + level / 2, spread.n - 1) * standardError;
  return {
    kind: 'estimate',
    value: spread.mean,
    standardError,
    interval: { low: spread.mean - reach, high: spread.mean + reach, level },
    n: spread.n,
  };
}
