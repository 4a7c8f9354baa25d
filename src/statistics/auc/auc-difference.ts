import { independentDifference } from '../independent-difference.ts';
import { DEFAULT_LEVEL, type Answer, type Difference } from '../estimate.ts';
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
  const difference = independentDifference(before, after, {
    test: 'DeLong, two windows',
    interval: (one) => normalInterval(one, level, { low: -1, high: 1 }),
  });
  return difference.kind === 'unanswerable'
    ? difference
    : { ...difference, errorBound: before.errorBound + after.errorBound };
}
