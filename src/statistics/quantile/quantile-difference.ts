import { DEFAULT_LEVEL, type Answer, type Interval } from '../estimate.ts';
import { proportionDifference } from '../proportion/proportion-difference.ts';
import { squareAndAdd } from '../square-and-add.ts';
import { countAbove, histogramQuantile, type Histogram } from './histogram-quantile.ts';

/** A change of a quantile, in the units of the values; no standard error, because order statistics need none. */
export type QuantileDifference = {
  readonly kind: 'estimate';
  readonly value: number;
  readonly before: number;
  readonly after: number;
  readonly interval: Interval;
  readonly pValue: number;
  readonly test: string;
  readonly n: { readonly before: number; readonly after: number };
  readonly binWidth: number;
};

/**
 * Quantile after − quantile before from two histograms with the same edges ("p95 rose by 780 ms"). Interval: the two order-statistic
 * intervals squared and added. p: whether equally many rows of both windows lie above the quantile of all rows together.
 * Assumes independent rows. Source: Zou & Donner 2008 for the interval; Mood 1950 for the test.
 */
export function quantileDifference(
  windows: { readonly before: Histogram; readonly after: Histogram },
  q: number,
  level = DEFAULT_LEVEL,
): Answer<QuantileDifference> {
  const before = histogramQuantile(windows.before, q, level);
  if (before.kind === 'unanswerable') return before;
  const after = histogramQuantile(windows.after, q, level);
  if (after.kind === 'unanswerable') return after;
  const counts = Float64Array.from(
    windows.before.counts,
    (count, b) => count + (windows.after.counts[b] ?? 0),
  );
  const together = histogramQuantile({ edges: windows.before.edges, counts }, q, level);
  if (together.kind === 'unanswerable') return together;
  const above = (histogram: Histogram, n: number) => ({
    events: Math.round(countAbove(histogram, together.value)),
    trials: n,
  });
  const tested = proportionDifference(
    { before: above(windows.before, before.n), after: above(windows.after, after.n) },
    level,
  );
  if (tested.kind === 'unanswerable') return tested;
  return {
    kind: 'estimate',
    value: after.value - before.value,
    before: before.value,
    after: after.value,
    interval: squareAndAdd(before, after),
    pValue: tested.pValue,
    test: `Mood, ${tested.test}`,
    n: { before: before.n, after: after.n },
    binWidth: Math.max(before.binWidth, after.binWidth),
  };
}
