import { numberAt } from '../number-at.ts';
import type { SearchedBins } from './searched-bins.ts';

const MOST_ROUNDS = 25;
const NEAREST = 1e-9;
const CLOSE_ENOUGH = 1e-3;

/** A change that begins at `onset` and is complete after `duration` bins: 1 for a step, Infinity while still rising at the end. */
export type RampShape = { readonly onset: number; readonly duration: number };

/**
 * Twice the log likelihood that a rate's level and ramp gain over level alone, inflation removed. The ramp may add to the usual rate (a share of
 * all rows goes wrong) or multiply it (what goes wrong anyway goes wrong more often); the better of the two counts. Fisher scoring.
 */
export function binomialRampGain(bins: SearchedBins, { onset, duration }: RampShape): number {
  const size = bins.level.length;
  const length = duration === Infinity ? size - onset : duration;
  const ramp = Float64Array.from({ length: size }, (_, k) =>
    Math.min(1, Math.max(0, (k - onset + 1) / length)),
  );
  const growing = ramp.map((f, k) => f * numberAt(bins.expected, k));
  const flat = fit(bins, undefined);
  return (2 * (Math.max(fit(bins, ramp), fit(bins, growing)) - flat)) / bins.inflation;
}

// The largest log likelihood of scale·expected + slope·ramp; without a ramp, of scale·expected.
function fit({ level, rows, expected }: SearchedBins, ramp: Float64Array | undefined): number {
  let scale = scaleWhere(level, { rows, expected, ramp });
  let slope = 0;
  let best = -Infinity;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let [likelihood, g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0, 0];
    for (let k = 0; k < level.length; k++) {
      const [n, usual, f] = [numberAt(rows, k), Math.max(NEAREST, numberAt(expected, k)), ramp?.[k] ?? 0];
      const rate = Math.min(1 - NEAREST, Math.max(NEAREST, scale * usual + slope * f));
      const seen = numberAt(level, k);
      likelihood += n * (seen * Math.log(rate) + (1 - seen) * Math.log1p(-rate));
      const weight = n / (rate * (1 - rate));
      const pull = weight * (seen - rate);
      g0 += pull * usual;
      g1 += pull * f;
      h00 += weight * usual * usual;
      h01 += weight * usual * f;
      h11 += weight * f * f;
    }
    if (likelihood < best + CLOSE_ENOUGH) return Math.max(best, likelihood);
    best = likelihood;
    const determinant = ramp === undefined ? h00 : h00 * h11 - h01 * h01;
    if (!(determinant > 0)) return best;
    scale = Math.max(1e-6, scale + (ramp === undefined ? g0 / h00 : (h11 * g0 - h01 * g1) / determinant));
    slope += ramp === undefined ? 0 : (h00 * g1 - h01 * g0) / determinant;
  }
  return best;
}

// Seen over foreseen up to where the ramp begins, or everywhere.
function scaleWhere(
  level: Float64Array,
  about: {
    readonly rows: Float64Array;
    readonly expected: Float64Array;
    readonly ramp: Float64Array | undefined;
  },
): number {
  let [seen, foreseen] = [0.5, 0.5];
  for (let k = 0; k < level.length; k++) {
    if ((about.ramp?.[k] ?? 0) > 0) break;
    seen += numberAt(level, k) * numberAt(about.rows, k);
    foreseen += numberAt(about.expected, k) * numberAt(about.rows, k);
  }
  return seen / foreseen;
}
