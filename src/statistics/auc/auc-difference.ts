import { normalTwoSided } from '../distribution/normal.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Difference } from '../estimate.ts';
import { normalInterval } from '../normal-interval.ts';
import type { AucEstimate } from './auc.ts';

/** A change of AUC; `errorBound` is how far binning may have moved `value`, to be said beside the interval. */
export type AucDifference = Difference & { readonly errorBound: number };

/**
 * AUC after − before for two independent windows: the variances add, z = difference / standard error.
 * Unanswerable when both windows separate the classes perfectly, because then nothing measures the noise.
 * Assumes no row is in both windows. Source: DeLong et al. 1988.
 */
export function aucDifference(
  before: AucEstimate,
  after: AucEstimate,
  level = DEFAULT_LEVEL,
): Answer<AucDifference> {
  const standardError = Math.hypot(before.standardError, after.standardError);
  if (standardError === 0) return unanswerable('no variation');
  const value = after.value - before.value;
  return {
    kind: 'estimate',
    value,
    before: before.value,
    after: after.value,
    standardError,
    interval: normalInterval({ value, standardError }, level, { low: -1, high: 1 }),
    pValue: normalTwoSided(value / standardError),
    test: 'DeLong, two windows',
    n: { before: before.n, after: after.n },
    errorBound: before.errorBound + after.errorBound,
  };
}
