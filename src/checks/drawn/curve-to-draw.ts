import type { CalibrationBin } from '../../statistics/calibration/calibration-bins.ts';
import type { CurvePoint } from './drawn.ts';

const mostPoints = 10;

/** Fine score bins put together to about ten of equally many rows each, in the order of the score. */
export function curveToDraw(bins: readonly CalibrationBin[]): readonly CurvePoint[] {
  const total = bins.reduce((sum, bin) => sum + bin.n, 0);
  const points: CurvePoint[] = [];
  let [n, positives, score] = [0, 0, 0];
  for (const bin of bins) {
    n += bin.n;
    positives += bin.positives;
    score += bin.scoreSum;
    if (n === 0 || n * mostPoints < total) continue;
    points.push({ score: rounded(score / n), n, positives });
    [n, positives, score] = [0, 0, 0];
  }
  if (n > 0) points.push({ score: rounded(score / n), n, positives });
  return points;
}

const rounded = (value: number): number => Number(value.toPrecision(6));
