import { unanswerable, type Unanswerable } from '../estimate.ts';
import type { Moments } from '../mean/moments.ts';
import { numberAt } from '../number-at.ts';
import { total } from '../plausible.ts';
import { requireSameLength } from '../shape-error.ts';
import { binPlacements, type ScoreHistogram } from './histogram-auc.ts';

/**
 * Turns AUC, which no time bin has on its own, into a number every row has, so that a series of time bins can be searched for an onset
 * like any mean. A row's number is AUC + (its placement in the baseline histogram − AUC) / (share of its class in the baseline): the mean
 * over rows is the AUC while nothing changes, moves with it when ranking gets worse, and stays when only the share of positives moves.
 * Takes the baseline's histogram and one histogram (same score bins) per time bin; gives n, sum and sum of squares per time bin.
 * Source: the influence function of the AUC, whose pieces are DeLong's structural components.
 */
export function aucSeries(
  baseline: ScoreHistogram,
  timeBins: readonly ScoreHistogram[],
): { readonly kind: 'series'; readonly auc: number; readonly bins: readonly Moments[] } | Unanswerable {
  const [m, n] = [total(baseline.positives), total(baseline.negatives)];
  if (m === 0 || n === 0) return unanswerable(m + n === 0 ? 'no rows' : 'one class only');
  const { auc, ofPositives, ofNegatives } = binPlacements(baseline);
  const rowOfPositive = ofPositives.map((placement) => auc + ((placement - auc) * (m + n)) / m);
  const rowOfNegative = ofNegatives.map((placement) => auc + ((placement - auc) * (m + n)) / n);
  const bins = timeBins.map((histogram) => {
    requireSameLength('Score bins', baseline.positives, histogram.positives, histogram.negatives);
    return add(weigh(histogram.positives, rowOfPositive), weigh(histogram.negatives, rowOfNegative));
  });
  return { kind: 'series', auc, bins };
}

function weigh(counts: ArrayLike<number>, values: Float64Array): Moments {
  let [n, sum, sumOfSquares] = [0, 0, 0];
  for (let b = 0; b < counts.length; b++) {
    const [count, value] = [numberAt(counts, b), numberAt(values, b)];
    n += count;
    sum += count * value;
    sumOfSquares += count * value * value;
  }
  return { n, sum, sumOfSquares };
}

function add(a: Moments, b: Moments): Moments {
  return { n: a.n + b.n, sum: a.sum + b.sum, sumOfSquares: a.sumOfSquares + b.sumOfSquares };
}
