import { unanswerable, type Unanswerable } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { allFinite } from '../plausible.ts';
import { requireSameLength } from '../shape-error.ts';
import { midranks } from './midranks.ts';

/**
 * DeLong's structural components. `ofRow[i]` is, for a positive row, the share of negatives it outranks (V10), and for a negative row the
 * share of positives that outrank it (V01); ties count half. The mean of either kind is the AUC.
 */
export type Placements = {
  readonly kind: 'placements';
  readonly auc: number;
  readonly ofRow: Float64Array;
  readonly positives: number;
  readonly negatives: number;
};

/**
 * Placements from one score and one label (1 positive, 0 negative) per row, in n log n by midranks.
 * Source: DeLong, DeLong & Clarke-Pearson 1988; Sun & Xu 2014. Unanswerable for fewer than two rows of either class.
 */
export function placements(scores: ArrayLike<number>, labels: ArrayLike<number>): Placements | Unanswerable {
  requireSameLength('Scores and labels', scores, labels);
  if (scores.length === 0) return unanswerable('no rows');
  if (!allFinite(scores)) return unanswerable('not a finite number');
  const rows: Record<0 | 1, number[]> = { 0: [], 1: [] };
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label !== 0 && label !== 1) return unanswerable('labels are not 0 or 1');
    rows[label].push(i);
  }
  const [positives, negatives] = [rows[1].length, rows[0].length];
  if (positives === 0 || negatives === 0) return unanswerable('one class only');
  if (positives === 1 || negatives === 1) return unanswerable('too few rows');
  const ofRow = new Float64Array(scores.length);
  const overall = midranks(scores);
  const sumOfPositives = fill(ofRow, overall, {
    rows: rows[1],
    scores,
    place: (outranked) => outranked / negatives,
  });
  fill(ofRow, overall, { rows: rows[0], scores, place: (outranked) => 1 - outranked / positives });
  return { kind: 'placements', auc: sumOfPositives / positives, ofRow, positives, negatives };
}

type OneClass = {
  readonly rows: readonly number[];
  readonly scores: ArrayLike<number>;
  readonly place: (outranked: number) => number;
};

// A row's rank among all less its rank among its own class is the number of the other class it outranks.
function fill(ofRow: Float64Array, overall: Float64Array, { rows, scores, place }: OneClass): number {
  const own = midranks(rows.map((row) => numberAt(scores, row)));
  let sum = 0;
  rows.forEach((row, k) => {
    const placed = place(numberAt(overall, row) - numberAt(own, k));
    ofRow[row] = placed;
    sum += placed;
  });
  return sum;
}
