/**
 * The one shape of every answer in this room: an estimate with its uncertainty, or the reason why there is none.
 * A statistic never answers NaN, and it throws only when its caller broke the shape it was promised (see shape-error.ts).
 */

/** A two-sided interval at `level` (0.95 unless asked otherwise), in the units of the value it belongs to. */
export type Interval = { readonly low: number; readonly high: number; readonly level: number };

/** One number from one window. `n` is the count the number rests on (rows, trials, events). */
export type Estimate = {
  readonly kind: 'estimate';
  readonly value: number;
  readonly standardError: number;
  readonly interval: Interval;
  readonly n: number;
};

/** Two windows compared: `value` is after − before; `pValue` is two-sided, for "nothing changed", by the test named. */
export type Difference = {
  readonly kind: 'estimate';
  readonly value: number;
  readonly before: number;
  readonly after: number;
  readonly standardError: number;
  readonly interval: Interval;
  readonly pValue: number;
  readonly test: string;
  readonly n: { readonly before: number; readonly after: number };
};

/** Why there is no answer, in words that can be said to a responder. */
export type Reason =
  | 'no rows'
  | 'too few rows'
  | 'too few bins'
  | 'one class only'
  | 'one category only'
  | 'no variation'
  | 'nothing predicted positive'
  | 'nothing labelled positive'
  | 'zero before'
  | 'labels are not 0 or 1'
  | 'scores are not probabilities'
  | 'counts are not possible'
  | 'not a finite number'
  | 'did not converge';

/** The explicit "no answer": a check turns it into `inconclusive` with this reason. */
export type Unanswerable = { readonly kind: 'unanswerable'; readonly reason: Reason };

export type Answer<Found extends { readonly kind: 'estimate' } = Estimate> = Found | Unanswerable;

/** The level of every interval unless the caller names another. */
export const DEFAULT_LEVEL = 0.95;

export function unanswerable(reason: Reason): Unanswerable {
  return { kind: 'unanswerable', reason };
}
