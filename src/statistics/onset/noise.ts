import { varianceInflation } from '../dependence/variance-inflation.ts';
import { numberAt } from '../number-at.ts';
import type { Ratios } from './binned-series.ts';
import type { Candidate } from './candidate.ts';
import type { RowVariance } from './row-variance.ts';
import type { SearchedBins } from './searched-bins.ts';

/** Batches as parts of a day, from a quarter of an hour (or one bin) to six hours. */
const BATCHES_PER_DAY = [96, 48, 24, 12, 8, 6, 4];

/**
 * How much noisier stretches of the history are than their rows say, from the residuals about other days. Never below 1 where the rows showed
 * their own variance. Undefined when the history is too short.
 */
export function inflationOfHistory(
  { numerator, denominator }: Ratios,
  quiet: {
    readonly bins: number;
    readonly binsPerDay: number;
    readonly expected: Float64Array;
    readonly variance: RowVariance;
  },
): number | undefined {
  const score = new Float64Array(quiet.bins);
  const weight = new Float64Array(quiet.bins);
  for (let bin = 0; bin < quiet.bins; bin++) {
    const [n, perRow] = [numberAt(denominator, bin), numberAt(quiet.variance.ofBin, bin)];
    weight[bin] = n / perRow;
    score[bin] = (numberAt(numerator, bin) - n * numberAt(quiet.expected, bin)) / perRow;
  }
  const lengths = new Set(BATCHES_PER_DAY.map((parts) => Math.max(1, Math.round(quiet.binsPerDay / parts))));
  return floored(varianceInflation({ score, weight }, [...lengths]), quiet.variance.known);
}

/** The same from the searched bins themselves, once the best alternative is taken off: the only way without history. */
export function inflationWithout(found: Candidate, bins: SearchedBins, known: boolean): number | undefined {
  const size = bins.level.length;
  const of = (from: number, to: number) => meanResidual(bins, from, to);
  const [before, inside] = [of(0, found.onset), of(found.onset, found.end)];
  const weight = bins.variance.map((variance) => bins.inflation / variance);
  const score = bins.level.map((level, k) => {
    const fitted = k >= found.onset && k < found.end ? inside : before;
    return numberAt(weight, k) * (level - numberAt(bins.expected, k) - fitted);
  });
  const lengths = [1, 2, 4, 8, 16, 32].filter((length) => length <= size / 8);
  return floored(varianceInflation({ score, weight }, lengths), known);
}

function meanResidual(bins: SearchedBins, from: number, to: number): number {
  let [sum, mass] = [0, 0];
  for (let k = from; k < to; k++) {
    const weight = 1 / numberAt(bins.variance, k);
    sum += weight * (numberAt(bins.level, k) - numberAt(bins.expected, k));
    mass += weight;
  }
  return mass > 0 ? sum / mass : 0;
}

function floored(inflation: number | undefined, known: boolean): number | undefined {
  if (inflation === undefined) return undefined;
  if (known) return Math.max(1, inflation);
  return inflation > 0 ? inflation : undefined;
}
