import { normalTwoSided } from '../distribution/normal.ts';
import { unanswerable, type Answer } from '../estimate.ts';
import { pointTrouble, type ScorePoint } from './score-points.ts';

/** `value` is Z: standard normal for a calibrated model; above 0 the Brier score is worse than the scores claim. */
export type SpiegelhalterZ = {
  readonly kind: 'estimate';
  readonly value: number;
  readonly pValue: number;
  readonly n: number;
};

/**
 * Spiegelhalter's test that scores are calibrated probabilities: Σ (y − s)(1 − 2s) / √Σ (1 − 2s)² s(1 − s).
 * Unanswerable when every score is 0, ½ or 1, where Z has no spread. Assumes independent rows. Source: Spiegelhalter 1986.
 */
export function spiegelhalterZ(points: readonly ScorePoint[]): Answer<SpiegelhalterZ> {
  const trouble = pointTrouble(points);
  if (trouble !== undefined && trouble !== 'one class only') return unanswerable(trouble);
  let [excess, variance, n] = [0, 0, 0];
  for (const { score, n: rows, positives } of points) {
    excess += (positives - rows * score) * (1 - 2 * score);
    variance += rows * (1 - 2 * score) ** 2 * score * (1 - score);
    n += rows;
  }
  if (variance === 0) return unanswerable('no variation');
  const value = excess / Math.sqrt(variance);
  return { kind: 'estimate', value, pValue: normalTwoSided(value), n };
}
