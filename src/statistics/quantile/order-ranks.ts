import type { Trials } from '../distribution/binomial-mass.ts';
import { binomialCdf, binomialQuantile } from '../distribution/binomial.ts';
import { unanswerable, type Unanswerable } from '../estimate.ts';
import { requireLevel, ShapeError } from '../shape-error.ts';

/** Ranks (1 the smallest of n) whose order statistics enclose the quantile with at least the level asked, and the level they reach. */
export type OrderRanks = {
  readonly kind: 'ranks';
  readonly low: number;
  readonly high: number;
  readonly coverage: number;
};

/**
 * Ranks of a distribution-free interval of the q-quantile: the number of values below it is binomial(n, q).
 * Unanswerable when even the smallest and largest of n values do not reach the level (about 73 rows for a 95 % interval of p95).
 * Source: Conover 1999, section 3.2; Hahn & Meeker 1991.
 */
export function orderRanks(trials: Trials, level: number): OrderRanks | Unanswerable {
  const { n, probability: q } = trials;
  requireLevel(level);
  if (!(q > 0 && q < 1))
    throw new ShapeError(`The quantile ${q} is not between 0 and 1.`, 'Write p95 as 0.95.');
  if (n < 1) return unanswerable('no rows');
  const tail = (1 - level) / 2;
  // P(B < low) ≤ tail and P(B ≥ high) ≤ tail.
  let low = binomialQuantile(tail, trials);
  while (low > 0 && binomialCdf(low - 1, trials) > tail) low -= 1;
  const high = binomialQuantile(1 - tail, trials) + 1;
  if (low < 1 || high > n) return unanswerable('too few rows');
  return { kind: 'ranks', low, high, coverage: binomialCdf(high - 1, trials) - binomialCdf(low - 1, trials) };
}
