import { unanswerable, type Reason, type Unanswerable } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { requireSameLength } from '../shape-error.ts';

/** Rows of one score bin, added up in the source: how many, Σ score, Σ score², positives, and Σ score over the positives. */
export type CalibrationBin = {
  readonly n: number;
  readonly scoreSum: number;
  readonly scoreSquareSum: number;
  readonly positives: number;
  readonly scoreOfPositivesSum: number;
};

/** Bins of equal width over scores 0..1 (a score of 1 falls in the last). Labels are 0 or 1. */
export function calibrationBins(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  binCount = 15,
): { readonly kind: 'bins'; readonly bins: readonly CalibrationBin[] } | Unanswerable {
  requireSameLength('Scores and labels', scores, labels);
  const bins = Array.from({ length: binCount }, () => ({
    n: 0,
    scoreSum: 0,
    scoreSquareSum: 0,
    positives: 0,
    scoreOfPositivesSum: 0,
  }));
  for (let i = 0; i < scores.length; i++) {
    const [score, label] = [numberAt(scores, i), numberAt(labels, i)];
    if (!Number.isFinite(score)) return unanswerable('not a finite number');
    if (score < 0 || score > 1) return unanswerable('scores are not probabilities');
    if (label !== 0 && label !== 1) return unanswerable('labels are not 0 or 1');
    const bin = bins[Math.min(binCount - 1, Math.floor(score * binCount))];
    if (bin === undefined) return unanswerable('too few bins');
    bin.n += 1;
    bin.scoreSum += score;
    bin.scoreSquareSum += score * score;
    bin.positives += label;
    bin.scoreOfPositivesSum += label * score;
  }
  return { kind: 'bins', bins };
}

/** Why these bins cannot be read, or undefined when they can. */
export function binTrouble(bins: readonly CalibrationBin[]): Reason | undefined {
  let n = 0;
  for (const bin of bins) {
    if (!Object.values<number>(bin).every(Number.isFinite)) return 'not a finite number';
    if (bin.n < 0 || bin.positives < 0 || bin.positives > bin.n) return 'counts are not possible';
    if (bin.scoreSum < 0 || bin.scoreSum > bin.n * (1 + 1e-9)) return 'scores are not probabilities';
    n += bin.n;
  }
  return n === 0 ? 'no rows' : undefined;
}
