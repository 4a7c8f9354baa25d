import type { Reason } from '../estimate.ts';

/** Rows that share a score, or a narrow score bin read at its mean score: n of them, of which `positives` came true. */
export type ScorePoint = { readonly score: number; readonly n: number; readonly positives: number };

/** Why these points cannot be read, or undefined when they can. */
export function pointTrouble(points: readonly ScorePoint[]): Reason | undefined {
  let [n, positives] = [0, 0];
  for (const point of points) {
    if (!Object.values<number>(point).every(Number.isFinite)) return 'not a finite number';
    if (point.n < 0 || point.positives < 0 || point.positives > point.n) return 'counts are not possible';
    if (point.score < 0 || point.score > 1) return 'scores are not probabilities';
    n += point.n;
    positives += point.positives;
  }
  if (n === 0) return 'no rows';
  return positives === 0 || positives === n ? 'one class only' : undefined;
}
