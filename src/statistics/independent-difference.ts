import { normalTwoSided } from './distribution/normal.ts';
import { unanswerable, type Answer, type Difference, type Estimate, type Interval } from './estimate.ts';

/** What two windows must say for themselves to be compared. */
type Compared = Pick<Estimate, 'value' | 'standardError' | 'n'>;

/**
 * After − before of two estimates from rows that have nothing to do with each other: the variances add, and the two-sided p is that
 * of z = difference / standard error. Unanswerable (no variation) when neither estimate knows its noise.
 */
export function independentDifference(
  before: Compared,
  after: Compared,
  how: {
    readonly test: string;
    readonly interval: (difference: { readonly value: number; readonly standardError: number }) => Interval;
  },
): Answer<Difference> {
  const standardError = Math.hypot(before.standardError, after.standardError);
  if (standardError === 0) return unanswerable('no variation');
  const value = after.value - before.value;
  return {
    kind: 'estimate',
    value,
    before: before.value,
    after: after.value,
    standardError,
    interval: how.interval({ value, standardError }),
    pValue: normalTwoSided(value / standardError),
    test: how.test,
    n: { before: before.n, after: after.n },
  };
}
