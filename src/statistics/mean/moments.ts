import { unanswerable, type Unanswerable } from '../estimate.ts';
import { numberAt } from '../number-at.ts';

/** What a source adds up about a quantity: rows, Σx and Σx². */
export type Moments = { readonly n: number; readonly sum: number; readonly sumOfSquares: number };

/** Mean and sample variance (divisor n − 1) of a window. */
export type Spread = {
  readonly kind: 'spread';
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
};

/** The moments of a list of values. */
export function momentsOf(values: ArrayLike<number>): Moments {
  let [sum, sumOfSquares] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = numberAt(values, i);
    sum += value;
    sumOfSquares += value * value;
  }
  return { n: values.length, sum, sumOfSquares };
}

/**
 * Mean and sample variance from moments. Σx² − (Σx)²/n loses digits when the mean dwarfs the spread: subtract a round number near the mean
 * in the source first. A rest below the rounding of Σx² counts as no variance. Needs two rows.
 */
export function spreadOf({ n, sum, sumOfSquares }: Moments): Spread | Unanswerable {
  if (![n, sum, sumOfSquares].every(Number.isFinite)) return unanswerable('not a finite number');
  if (n < 0 || sumOfSquares < 0) return unanswerable('counts are not possible');
  if (n === 0) return unanswerable('no rows');
  if (n < 2) return unanswerable('too few rows');
  const rest = sumOfSquares - (sum * sum) / n;
  const rounding = 8 * Number.EPSILON * sumOfSquares;
  return { kind: 'spread', n, mean: sum / n, variance: rest > rounding ? rest / (n - 1) : 0 };
}
