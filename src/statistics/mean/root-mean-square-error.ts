import { independentDifference } from '../independent-difference.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Difference } from '../estimate.ts';
import { normalInterval } from '../normal-interval.ts';
import { spreadOf, type Moments } from './moments.ts';

/**
 * RMSE from the moments of the squared errors (n, Σe², Σe⁴). Delta method: its standard error is that of the mean square divided by
 * 2·RMSE. Assumes independent rows. A window of perfect predictions has no interval: unanswerable, no variation.
 */
export function rootMeanSquareError(squaredErrors: Moments, level = DEFAULT_LEVEL): Answer {
  const spread = spreadOf(squaredErrors);
  if (spread.kind === 'unanswerable') return spread;
  if (spread.mean <= 0) return unanswerable('no variation');
  const value = Math.sqrt(spread.mean);
  const standardError = Math.sqrt(spread.variance / spread.n) / (2 * value);
  return {
    kind: 'estimate',
    value,
    standardError,
    interval: normalInterval({ value, standardError }, level, { low: 0, high: Infinity }),
    n: spread.n,
  };
}

/** RMSE after − before for two independent windows, normal z on the delta-method errors. */
export function rootMeanSquareErrorDifference(
  squaredErrors: { readonly before: Moments; readonly after: Moments },
  level = DEFAULT_LEVEL,
): Answer<Difference> {
  const before = rootMeanSquareError(squaredErrors.before, level);
  if (before.kind === 'unanswerable') return before;
  const after = rootMeanSquareError(squaredErrors.after, level);
  if (after.kind === 'unanswerable') return after;
  return independentDifference(before, after, {
    test: 'z on RMSE, delta method',
    interval: (one) => normalInterval(one, level),
  });
}
