import { numberAt } from '../number-at.ts';
import type { Ratios } from './binned-series.ts';

/**
 * The searched bins that hold rows, in time order. `position` is the place in the whole series; `level` the bin's rate or mean, tamed where it
 * is a lone outlier; `expected` what the season says; `variance` that of the level about what is expected, inflation included.
 */
export type SearchedBins = {
  readonly kind: 'rates' | 'means';
  readonly position: Int32Array;
  readonly rows: Float64Array;
  readonly level: Float64Array;
  readonly expected: Float64Array;
  readonly variance: Float64Array;
  readonly inflation: number;
};

/** A level this many standard deviations from the median of its five neighbours is drawn in to there: one odd bin is no onset. */
const OUTLIER_AT = 4;

export function searchedBins(
  ratios: Ratios,
  found: {
    readonly kind: 'rates' | 'means';
    readonly searchFrom: number;
    readonly expected: Float64Array;
    readonly rowVariance: Float64Array;
    readonly inflation: number;
  },
): SearchedBins {
  const { numerator, denominator } = ratios;
  const kept: number[] = [];
  for (let bin = found.searchFrom; bin < numerator.length; bin++) {
    if (numberAt(denominator, bin) > 0) kept.push(bin);
  }
  const position = Int32Array.from(kept);
  const of = (value: (bin: number) => number) => Float64Array.from(kept, value);
  const rows = of((bin) => numberAt(denominator, bin));
  const variance = of(
    (bin) => (found.inflation * numberAt(found.rowVariance, bin)) / numberAt(denominator, bin),
  );
  const raw = of((bin) => numberAt(numerator, bin) / numberAt(denominator, bin));
  const tame = found.kind === 'rates' ? tameRate : tameMean;
  const level = raw.map((value, k) => {
    const spread = found.kind === 'rates' ? found.inflation / numberAt(rows, k) : numberAt(variance, k);
    return tame(value, { around: localMedian(raw, k), spread });
  });
  const expected = of((bin) => numberAt(found.expected, bin));
  return { kind: found.kind, position, rows, level, expected, variance, inflation: found.inflation };
}

type Local = { readonly around: number; readonly spread: number };

function tameMean(value: number, { around, spread }: Local): number {
  const reach = OUTLIER_AT * Math.sqrt(spread);
  return Math.min(around + reach, Math.max(around - reach, value));
}

// On the angle scale asin √rate every rate has variance 1/4n.
function tameRate(value: number, { around, spread }: Local): number {
  const angle = Math.asin(Math.sqrt(around));
  const reach = (OUTLIER_AT / 2) * Math.sqrt(spread);
  const [low, high] = [Math.max(0, angle - reach), Math.min(Math.PI / 2, angle + reach)];
  return Math.min(Math.sin(high) ** 2, Math.max(Math.sin(low) ** 2, value));
}

function localMedian(values: Float64Array, k: number): number {
  const near = values.slice(Math.max(0, k - 2), k + 3).sort();
  const middle = near.length >> 1;
  return near.length % 2 === 1
    ? numberAt(near, middle)
    : (numberAt(near, middle - 1) + numberAt(near, middle)) / 2;
}
