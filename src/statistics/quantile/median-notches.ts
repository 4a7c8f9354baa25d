import { normalTwoSided } from '../distribution/normal.ts';
import { unanswerable, type Answer } from '../estimate.ts';

/** The quartiles of `n` values. */
export type SampleQuartiles = { readonly quartiles: readonly [number, number, number]; readonly n: number };

/** A difference of medians; of the medians' logarithms where `scale` says so. */
export type MedianNotches = {
  readonly kind: 'estimate';
  readonly value: number;
  readonly standardError: number;
  readonly pValue: number;
  readonly scale: 'value' | 'logarithm';
};

/** Of a normal sample: the median's standard error is √(π/2) of the mean's, and quartiles lie 1.349 standard deviations apart. */
const NOTCH = Math.sqrt(Math.PI / 2) / 1.3489795003921634;

/**
 * Whether two medians differ by more than their samples' sizes explain, from quartiles alone: a median's standard error is 0.93 times the
 * quartiles' distance over √n. On the logarithm where all quartiles have one sign, because what has a unit spreads by factors.
 * Assumes independent rows and a middle half shaped about like a normal's. Source: McGill, Tukey & Larsen 1978.
 */
export function medianNotches(before: SampleQuartiles, after: SampleQuartiles): Answer<MedianNotches> {
  if (before.n < 1 || after.n < 1) return unanswerable('no rows');
  const all = [...before.quartiles, ...after.quartiles];
  if (!all.every(Number.isFinite)) return unanswerable('not a finite number');
  const scale = all.every((one) => one > 0) || all.every((one) => one < 0) ? 'logarithm' : 'value';
  const on = (value: number): number => (scale === 'logarithm' ? Math.log(Math.abs(value)) : value);
  const error = ({ quartiles: [low, , high], n }: SampleQuartiles): number =>
    (NOTCH * Math.abs(on(high) - on(low))) / Math.sqrt(n);
  const value = on(after.quartiles[1]) - on(before.quartiles[1]);
  const standardError = Math.hypot(error(before), error(after));
  const pValue = standardError === 0 ? Number(value === 0) : normalTwoSided(value / standardError);
  return { kind: 'estimate', value, standardError, pValue, scale };
}
