import { numberAt } from '../number-at.ts';
import type { BinnedSeries } from './binned-series.ts';

/** Variance of one row about its bin's level, per bin; `known` when rows within bins showed it, not the bins against each other. */
export type RowVariance = { readonly known: boolean; readonly ofBin: Float64Array };

/**
 * For a rate, expected·(1 − expected), kept off 0 by half an event in the whole history. For a mean, the variance within bins pooled over
 * `from`..`to`, if bins hold enough rows to show one; otherwise 1, and the scale is left to the variance inflation.
 */
export function rowVariance(
  series: BinnedSeries,
  expected: Float64Array,
  pooled: { readonly from: number; readonly to: number },
): RowVariance {
  switch (series.kind) {
    case 'rates': {
      let trials = 0;
      for (let bin = 0; bin < series.trials.length; bin++) trials += numberAt(series.trials, bin);
      const least = 0.5 / (trials + 1);
      const ofBin = expected.map((rate) => {
        const inside = Math.min(1 - least, Math.max(least, rate));
        return inside * (1 - inside);
      });
      return { known: true, ofBin };
    }
    case 'means': {
      const variance = varianceWithinBins(series, pooled);
      return { known: variance !== undefined, ofBin: new Float64Array(expected.length).fill(variance ?? 1) };
    }
  }
}

function varianceWithinBins(
  series: Extract<BinnedSeries, { kind: 'means' }>,
  { from, to }: { readonly from: number; readonly to: number },
): number | undefined {
  let [squares, degrees, bins, raw] = [0, 0, 0, 0];
  for (let bin = from; bin < to; bin++) {
    const n = numberAt(series.n, bin);
    if (n === 0) continue;
    bins += 1;
    if (n < 2) continue;
    const [sum, sumOfSquares] = [numberAt(series.sum, bin), numberAt(series.sumOfSquares, bin)];
    squares += Math.max(0, sumOfSquares - (sum * sum) / n);
    raw += sumOfSquares;
    degrees += n - 1;
  }
  return degrees >= bins && squares > 1e-12 * raw ? squares / degrees : undefined;
}
