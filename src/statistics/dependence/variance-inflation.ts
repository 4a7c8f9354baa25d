import { numberAt } from '../number-at.ts';
import { requireSameLength } from '../shape-error.ts';

/** A series of residuals about what is expected: `score` is weight × residual, `weight` is 1 / variance of the residual (0: no data). */
export type WeightedResiduals = { readonly score: ArrayLike<number>; readonly weight: ArrayLike<number> };

/** Fewer batches than this say little about their spread. */
const FEWEST_BATCHES = 32;

// The mean of a χ²(1) variable without its largest tenth.
const TRIMMED_MEAN_OF_CHI_SQUARE = 0.6233;
const KEPT_SHARE = 0.9;

/**
 * How many times the variance of a long stretch exceeds what independent bins would give: batches of each length are added up, their squared
 * sum is held against their weight, and the largest answer over the lengths counts. The largest tenth of batches is left out, so that a past
 * incident does not pass for noise. Returns undefined when there are too few batches even of the shortest length.
 * Source: batch means (Conway 1963), made robust by trimming.
 */
export function varianceInflation(
  residuals: WeightedResiduals,
  batchLengths: readonly number[],
): number | undefined {
  requireSameLength('Scores and weights', residuals.score, residuals.weight);
  const found = batchLengths
    .map((length) => inflationAt(residuals, length))
    .filter((value) => value !== undefined);
  return found.length === 0 ? undefined : Math.max(...found);
}

function inflationAt({ score, weight }: WeightedResiduals, length: number): number | undefined {
  const ratios = new Float64Array(Math.ceil(score.length / length));
  let filled = 0;
  for (let from = 0; from < score.length; from += length) {
    let [s, w] = [0, 0];
    for (let i = from; i < Math.min(score.length, from + length); i++) {
      s += numberAt(score, i);
      w += numberAt(weight, i);
    }
    if (w > 0) ratios[filled++] = (s * s) / w;
  }
  if (filled < FEWEST_BATCHES) return undefined;
  const sorted = ratios.subarray(0, filled).sort();
  const kept = Math.floor(filled * KEPT_SHARE);
  let sum = 0;
  for (let k = 0; k < kept; k++) sum += numberAt(sorted, k);
  return sum / kept / TRIMMED_MEAN_OF_CHI_SQUARE;
}
