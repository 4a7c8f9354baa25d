import { normalTwoSided } from '../distribution/normal.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Estimate } from '../estimate.ts';
import { normalInterval } from '../normal-interval.ts';
import { pointTrouble, type ScorePoint } from './score-points.ts';

/** `value` is share of positives − mean score: above 0 the model says too little. */
export type CalibrationInTheLarge = Estimate & {
  readonly observed: number;
  readonly predicted: number;
  readonly pValue: number;
};

/**
 * Whether scores are right on average. The variance is that of the outcomes given calibrated scores, Σ s(1 − s)/N².
 * Assumes independent rows. Source: Cox 1958; Van Calster et al. 2019 for the name.
 */
export function calibrationInTheLarge(
  points: readonly ScorePoint[],
  level = DEFAULT_LEVEL,
): Answer<CalibrationInTheLarge> {
  const trouble = pointTrouble(points);
  if (trouble !== undefined && trouble !== 'one class only') return unanswerable(trouble);
  let [n, positives, expected, variance] = [0, 0, 0, 0];
  for (const point of points) {
    n += point.n;
    positives += point.positives;
    expected += point.n * point.score;
    variance += point.n * point.score * (1 - point.score);
  }
  if (variance === 0) return unanswerable('no variation');
  const value = (positives - expected) / n;
  const standardError = Math.sqrt(variance) / n;
  return {
    kind: 'estimate',
    value,
    observed: positives / n,
    predicted: expected / n,
    standardError,
    interval: normalInterval({ value, standardError }, level, { low: -1, high: 1 }),
    pValue: normalTwoSided(value / standardError),
    n,
  };
}
