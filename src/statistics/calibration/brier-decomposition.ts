import { unanswerable, type Answer } from '../estimate.ts';
import { binTrouble, type CalibrationBin } from './calibration-bins.ts';

/** `value` is the Brier score of the rows, exactly reliability − resolution + uncertainty + withinBin. */
export type BrierDecomposition = {
  readonly kind: 'estimate';
  readonly value: number;
  /** How far stated scores are from what happened; 0 is calibrated. */
  readonly reliability: number;
  /** How far the bins' outcomes are from the overall rate; more is better. */
  readonly resolution: number;
  /** Base rate × (1 − base rate): the score of always saying the base rate. */
  readonly uncertainty: number;
  /** What scores do inside a bin: their variance − twice their covariance with the label; 0 when a bin holds one score. */
  readonly withinBin: number;
  readonly n: number;
};

/**
 * Murphy's decomposition of the Brier score over score bins, with the within-bin rest that binning leaves so that the sum is exact.
 * Source: Murphy 1973; Stephenson, Coelho & Jolliffe 2008 for the rest.
 */
export function brierDecomposition(bins: readonly CalibrationBin[]): Answer<BrierDecomposition> {
  const trouble = binTrouble(bins);
  if (trouble !== undefined) return unanswerable(trouble);
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  const base = bins.reduce((sum, bin) => sum + bin.positives, 0) / n;
  let [reliability, resolution, withinBin, value] = [0, 0, 0, 0];
  for (const bin of bins) {
    if (bin.n === 0) continue;
    const [score, rate] = [bin.scoreSum / bin.n, bin.positives / bin.n];
    reliability += bin.n * (score - rate) ** 2;
    resolution += bin.n * (rate - base) ** 2;
    withinBin +=
      bin.scoreSquareSum - bin.n * score * score - 2 * (bin.scoreOfPositivesSum - bin.n * score * rate);
    value += bin.scoreSquareSum - 2 * bin.scoreOfPositivesSum + bin.positives;
  }
  return {
    kind: 'estimate',
    value: value / n,
    reliability: reliability / n,
    resolution: resolution / n,
    uncertainty: base * (1 - base),
    withinBin: withinBin / n,
    n,
  };
}
