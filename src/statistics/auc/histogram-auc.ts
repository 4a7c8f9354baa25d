import { DEFAULT_LEVEL, unanswerable, type Answer } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { allCounts, total } from '../plausible.ts';
import { requireSameLength } from '../shape-error.ts';
import { aucEstimate, type AucEstimate } from './auc.ts';

/** Rows counted per score bin, bins in ascending order of score; a bin may be empty. */
export type ScoreHistogram = { readonly positives: ArrayLike<number>; readonly negatives: ArrayLike<number> };

/** What a row in each score bin outranks, judged against a histogram: V10 for positives and V01 for negatives. */
export type BinPlacements = {
  readonly auc: number;
  readonly ofPositives: Float64Array;
  readonly ofNegatives: Float64Array;
};

/**
 * AUC and DeLong variance from a histogram of scores: rows sharing a bin count as tied. `errorBound` is ½ Σ p_b q_b with p, q the shares
 * of positives and negatives in bin b: binning cannot have moved the AUC by more. Exact where a bin holds one score value.
 */
export function histogramAuc(histogram: ScoreHistogram, level = DEFAULT_LEVEL): Answer<AucEstimate> {
  const { positives, negatives } = histogram;
  requireSameLength('Positives and negatives per score bin', positives, negatives);
  if (!allCounts(positives) || !allCounts(negatives)) return unanswerable('counts are not possible');
  const [m, n] = [total(positives), total(negatives)];
  if (m + n === 0) return unanswerable('no rows');
  if (m === 0 || n === 0) return unanswerable('one class only');
  if (m < 2 || n < 2) return unanswerable('too few rows');
  const placed = binPlacements(histogram);
  const spread = { positives: 0, negatives: 0 };
  let tied = 0;
  for (let b = 0; b < positives.length; b++) {
    const [p, q] = [numberAt(positives, b), numberAt(negatives, b)];
    spread.positives += p * (numberAt(placed.ofPositives, b) - placed.auc) ** 2;
    spread.negatives += q * (numberAt(placed.ofNegatives, b) - placed.auc) ** 2;
    tied += (p / m) * (q / n);
  }
  return aucEstimate(
    { placed: { auc: placed.auc, positives: m, negatives: n }, spread, errorBound: tied / 2 },
    level,
  );
}

/** Placements of every score bin against the histogram itself, which must hold both classes. */
export function binPlacements({ positives, negatives }: ScoreHistogram): BinPlacements {
  const [m, n] = [total(positives), total(negatives)];
  const ofPositives = new Float64Array(positives.length);
  const ofNegatives = new Float64Array(positives.length);
  let auc = 0;
  let positivesBelow = 0;
  let negativesBelow = 0;
  for (let b = 0; b < positives.length; b++) {
    const [p, q] = [numberAt(positives, b), numberAt(negatives, b)];
    ofPositives[b] = (negativesBelow + q / 2) / n;
    ofNegatives[b] = 1 - (positivesBelow + p / 2) / m;
    auc += (p / m) * numberAt(ofPositives, b);
    positivesBelow += p;
    negativesBelow += q;
  }
  return { auc, ofPositives, ofNegatives };
}
