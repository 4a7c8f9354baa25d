import { normalTwoSided } from '../distribution/normal.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Estimate } from '../estimate.ts';
import { normalInterval } from '../normal-interval.ts';
import { pointTrouble, type ScorePoint } from './score-points.ts';

/** The line that would recalibrate the model on the logit scale. A calibrated model has slope 1 and intercept 0. */
export type Recalibration = {
  readonly kind: 'estimate';
  /** Below 1 the scores are too extreme, above 1 too timid. `pValue` is for slope 1. */
  readonly slope: Estimate & { readonly pValue: number };
  /** In logits, with the slope fitted beside it. `pValue` is for intercept 0. */
  readonly intercept: Estimate & { readonly pValue: number };
  readonly n: number;
};

// Scores of exactly 0 or 1 have no logit; they are read as this close to it.
const NEAREST = 1e-9;
const MAX_STEPS = 50;

/**
 * Logistic regression of the label on logit(score) by Newton's method; standard errors from the information matrix.
 * Unanswerable when all scores are equal, or when the classes separate so that no finite line fits.
 * Assumes independent rows. Source: Cox 1958; Miller, Hui & Tierney 1991.
 */
export function logisticRecalibration(
  points: readonly ScorePoint[],
  level = DEFAULT_LEVEL,
): Answer<Recalibration> {
  const trouble = pointTrouble(points);
  if (trouble !== undefined) return unanswerable(trouble);
  const rows = points
    .filter((point) => point.n > 0)
    .map((point) => ({ ...point, logit: logit(Math.min(1 - NEAREST, Math.max(NEAREST, point.score))) }));
  if (new Set(rows.map((row) => row.logit)).size < 2) return unanswerable('no variation');
  let [intercept, slope] = [0, 1];
  for (let step = 0; step < MAX_STEPS; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
    for (const row of rows) {
      const chance = 1 / (1 + Math.exp(-(intercept + slope * row.logit)));
      const residual = row.positives - row.n * chance;
      const weight = row.n * chance * (1 - chance);
      g0 += residual;
      g1 += residual * row.logit;
      h00 += weight;
      h01 += weight * row.logit;
      h11 += weight * row.logit * row.logit;
    }
    const determinant = h00 * h11 - h01 * h01;
    if (!(determinant > 1e-12 * h00 * h11)) return unanswerable('did not converge');
    const [up, tilt] = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
    // A step of more than two logits means the quadratic is not to be trusted that far.
    const damping = Math.min(1, 2 / Math.max(Math.abs(up), Math.abs(tilt)));
    intercept += damping * up;
    slope += damping * tilt;
    if (Math.abs(up) + Math.abs(tilt) < 1e-12 * (1 + Math.abs(intercept) + Math.abs(slope))) {
      const n = rows.reduce((sum, row) => sum + row.n, 0);
      const tested = (value: number, standardError: number, expected: number) => ({
        kind: 'estimate' as const,
        value,
        standardError,
        interval: normalInterval({ value, standardError }, level),
        pValue: normalTwoSided((value - expected) / standardError),
        n,
      });
      return {
        kind: 'estimate',
        slope: tested(slope, Math.sqrt(h00 / determinant), 1),
        intercept: tested(intercept, Math.sqrt(h11 / determinant), 0),
        n,
      };
    }
  }
  return unanswerable('did not converge');
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}
