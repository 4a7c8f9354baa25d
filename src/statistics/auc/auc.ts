import { DEFAULT_LEVEL, type Answer, type Estimate, type Interval } from '../estimate.ts';
import { normalInterval } from '../normal-interval.ts';
import { numberAt } from '../number-at.ts';
import { placements, type Placements } from './placements.ts';

/** An AUC with DeLong's standard error. `errorBound` is how far binning may have moved `value`: 0 from rows. */
export type AucEstimate = Estimate & {
  readonly positives: number;
  readonly negatives: number;
  readonly errorBound: number;
};

/**
 * Area under the ROC curve: the chance that a positive row scores above a negative one, ties half.
 * Variance S₁₀/m + S₀₁/n from the placements of m positives and n negatives; normal interval cut to 0..1.
 * Assumes independent rows. Source: DeLong et al. 1988; Sun & Xu 2014.
 */
export function auc(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  level = DEFAULT_LEVEL,
): Answer<AucEstimate> {
  const placed = placements(scores, labels);
  if (placed.kind === 'unanswerable') return placed;
  const spread = { positives: 0, negatives: 0 };
  for (let i = 0; i < labels.length; i++) {
    const square = (numberAt(placed.ofRow, i) - placed.auc) ** 2;
    if (labels[i] === 1) spread.positives += square;
    else spread.negatives += square;
  }
  return aucEstimate({ placed, spread, errorBound: 0 }, level);
}

/** The estimate from sums of squared placements about the AUC, however they were gathered. */
export function aucEstimate(
  gathered: {
    readonly placed: Pick<Placements, 'auc' | 'positives' | 'negatives'>;
    readonly spread: { readonly positives: number; readonly negatives: number };
    readonly errorBound: number;
  },
  level: number,
): AucEstimate {
  const { placed, spread, errorBound } = gathered;
  const { auc: value, positives, negatives } = placed;
  const standardError = Math.sqrt(
    spread.positives / (positives - 1) / positives + spread.negatives / (negatives - 1) / negatives,
  );
  return {
    kind: 'estimate',
    value,
    standardError,
    interval: aucInterval({ value, standardError, smaller: Math.min(positives, negatives) }, level),
    n: positives + negatives,
    positives,
    negatives,
    errorBound,
  };
}

// Perfect separation leaves no variance, yet is no certainty: then the interval is that of k hits in k trials (Clopper & Pearson 1934),
// k being the size of the smaller class.
function aucInterval(
  found: { readonly value: number; readonly standardError: number; readonly smaller: number },
  level: number,
): Interval {
  if (found.standardError > 0) return normalInterval(found, level, { low: 0, high: 1 });
  const reach = 1 - ((1 - level) / 2) ** (1 / found.smaller);
  return { low: Math.max(0, found.value - reach), high: Math.min(1, found.value + reach), level };
}
