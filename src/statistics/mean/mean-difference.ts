import { studentQuantile, studentTwoSided } from '../distribution/student.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Difference } from '../estimate.ts';
import { requireLevel } from '../shape-error.ts';
import { spreadOf, type Moments } from './moments.ts';

/** The two windows of a comparison. */
export type MomentsPair = { readonly before: Moments; readonly after: Moments };

/**
 * Mean after − mean before with Welch's t: the variances may differ, the degrees of freedom are Satterthwaite's.
 * Unanswerable when neither window varies. Assumes independent rows. Source: Welch 1947.
 */
export function meanDifference(windows: MomentsPair, level = DEFAULT_LEVEL): Answer<Difference> {
  requireLevel(level);
  const before = spreadOf(windows.before);
  if (before.kind === 'unanswerable') return before;
  const after = spreadOf(windows.after);
  if (after.kind === 'unanswerable') return after;
  const [a, b] = [before.variance / before.n, after.variance / after.n];
  if (a + b === 0) return unanswerable('no variation');
  const standardError = Math.sqrt(a + b);
  const degrees = (a + b) ** 2 / (a ** 2 / (before.n - 1) + b ** 2 / (after.n - 1));
  const value = after.mean - before.mean;
  const reach = studentQuantile(0.5 + level / 2, degrees) * standardError;
  return {
    kind: 'estimate',
    value,
    before: before.mean,
    after: after.mean,
    standardError,
    interval: { low: value - reach, high: value + reach, level },
    pValue: studentTwoSided(value / standardError, degrees),
    test: 'Welch t',
    n: { before: before.n, after: after.n },
  };
}
