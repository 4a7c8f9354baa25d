import { unanswerable, type Answer } from '../estimate.ts';
import { spreadOf, momentsOf } from '../mean/moments.ts';
import { numberAt } from '../number-at.ts';
import { allFinite } from '../plausible.ts';

/** `value` is the number of independent values the series is worth; `varianceInflation` is n / value, at least 1. */
export type EffectiveSampleSize = {
  readonly kind: 'estimate';
  readonly value: number;
  readonly varianceInflation: number;
  readonly batchLength: number;
  readonly n: number;
};

/** Fewer batches than this say little about their spread. */
const FEWEST_BATCHES = 8;

/**
 * What an autocorrelated series is worth: batch means vary by (variance of a value)·inflation / batch length. Batches of about √n values
 * unless told otherwise; longer ones catch slower dependence, with more noise. The mean of the whole then has variance s²/value.
 * Assumes a steady level: take trend and season off first. Source: Conway 1963; Flegal & Jones 2010.
 */
export function effectiveSampleSize(
  values: ArrayLike<number>,
  batchLength = Math.max(1, Math.floor(Math.sqrt(values.length))),
): Answer<EffectiveSampleSize> {
  if (!allFinite(values)) return unanswerable('not a finite number');
  const n = values.length;
  const batches = Math.floor(n / batchLength);
  if (n === 0) return unanswerable('no rows');
  if (batches < FEWEST_BATCHES) return unanswerable('too few rows');
  const means = new Float64Array(batches);
  for (let i = 0; i < batches * batchLength; i++) {
    const batch = Math.floor(i / batchLength);
    means[batch] = numberAt(means, batch) + numberAt(values, i) / batchLength;
  }
  const [single, batched] = [spreadOf(momentsOf(values)), spreadOf(momentsOf(means))];
  if (single.kind === 'unanswerable') return single;
  if (batched.kind === 'unanswerable') return batched;
  if (single.variance === 0) return unanswerable('no variation');
  const varianceInflation = Math.max(1, (batchLength * batched.variance) / single.variance);
  return { kind: 'estimate', value: n / varianceInflation, varianceInflation, batchLength, n };
}
