import { normalCdf, normalDensity, normalSurvival } from '../distribution/normal.ts';
import { unanswerable, type Answer } from '../estimate.ts';
import { binTrouble, type CalibrationBin } from './calibration-bins.ts';

export type CalibrationError = {
  readonly kind: 'estimate';
  /** ECE with most of its upward bias taken off, at least 0. */
  readonly value: number;
  /** The plain ECE, Σ (n_b/N)·|mean score − share of positives|, which is never 0 even for a perfect model. */
  readonly plain: number;
  /** What the plain ECE averages for a perfectly calibrated model with these scores and counts. */
  readonly expectedWhenCalibrated: number;
  /** One-sided p for "perfectly calibrated", from the plain ECE. */
  readonly pValue: number;
  readonly n: number;
};

/**
 * Expected calibration error over score bins, debiased. The gap of a bin is its true gap plus noise of variance r(1 − r)/n; the mean of an
 * absolute value folds that noise upwards by μ(g, σ) − g, where g² is estimated without bias by gap² − σ². p: the sum of folded
 * normals against its normal approximation. Assumes independent rows.
 * Source: Bröcker 2012; Kumar, Liang & Ma 2019 (whose debiasing plugs in the raw gap instead).
 */
export function expectedCalibrationError(bins: readonly CalibrationBin[]): Answer<CalibrationError> {
  const trouble = binTrouble(bins);
  if (trouble !== undefined) return unanswerable(trouble);
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  let [plain, bias, expectedWhenCalibrated, varianceWhenCalibrated] = [0, 0, 0, 0];
  for (const bin of bins) {
    if (bin.n === 0) continue;
    const [score, rate, weight] = [bin.scoreSum / bin.n, bin.positives / bin.n, bin.n / n];
    const gap = Math.abs(score - rate);
    // Half a row of the score's own belief keeps the noise of an all-negative bin above zero.
    const smoothed = (bin.positives + score / 2) / (bin.n + 0.5);
    const noise = Math.sqrt((smoothed * (1 - smoothed)) / bin.n);
    const trueGap = Math.sqrt(Math.max(0, gap * gap - noise * noise));
    plain += weight * gap;
    bias += weight * (foldedMean(trueGap, noise) - trueGap);
    const calibrated = Math.max(0, (bin.scoreSum - bin.scoreSquareSum) / bin.n) / bin.n;
    expectedWhenCalibrated += weight * Math.sqrt((2 / Math.PI) * calibrated);
    varianceWhenCalibrated += weight * weight * calibrated * (1 - 2 / Math.PI);
  }
  if (varianceWhenCalibrated === 0) return unanswerable('no variation');
  return {
    kind: 'estimate',
    value: Math.max(0, plain - bias),
    plain,
    expectedWhenCalibrated,
    pValue: normalSurvival((plain - expectedWhenCalibrated) / Math.sqrt(varianceWhenCalibrated)),
    n,
  };
}

// E|N(mean, noise²)|.
function foldedMean(mean: number, noise: number): number {
  if (noise === 0) return mean;
  return 2 * noise * normalDensity(mean / noise) + mean * (1 - 2 * normalCdf(-mean / noise));
}
