import { unanswerable, type Unanswerable } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { allFinite } from '../plausible.ts';
import { requireSameLength } from '../shape-error.ts';
import { momentsOf, type Moments } from './moments.ts';

/** A loss added up over rows, ready for mean and meanDifference. */
export type LossMoments = { readonly kind: 'moments'; readonly moments: Moments } | Unanswerable;

/** Scores closer to 0 or 1 than this are read as this, so that one certain mistake is costly but not infinite. */
const LOG_LOSS_FLOOR = 1e-15;

/** Log loss per row, −ln of the probability given to what happened (nats). Scores are probabilities, labels 0 or 1. */
export function logLossMoments(scores: ArrayLike<number>, labels: ArrayLike<number>): LossMoments {
  return lossMoments(scores, labels, (score, label) =>
    label === 1
      ? -Math.log(Math.max(score, LOG_LOSS_FLOOR))
      : -Math.log1p(-Math.min(score, 1 - LOG_LOSS_FLOOR)),
  );
}

/** Brier score per row, (score − label)². */
export function brierMoments(scores: ArrayLike<number>, labels: ArrayLike<number>): LossMoments {
  return lossMoments(scores, labels, (score, label) => (score - label) ** 2);
}

/** Absolute errors |predicted − actual| and squared errors of a regression model, for MAE and RMSE. */
export function errorMoments(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
): { readonly kind: 'moments'; readonly absolute: Moments; readonly squared: Moments } | Unanswerable {
  requireSameLength('Predictions and actual values', predicted, actual);
  if (predicted.length === 0) return unanswerable('no rows');
  if (!allFinite(predicted) || !allFinite(actual)) return unanswerable('not a finite number');
  const absolute = Float64Array.from(predicted, (value, i) => Math.abs(value - numberAt(actual, i)));
  return { kind: 'moments', absolute: momentsOf(absolute), squared: momentsOf(absolute.map((e) => e * e)) };
}

function lossMoments(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  loss: (score: number, label: number) => number,
): LossMoments {
  requireSameLength('Scores and labels', scores, labels);
  if (scores.length === 0) return unanswerable('no rows');
  const losses = new Float64Array(scores.length);
  for (let i = 0; i < scores.length; i++) {
    const [score, label] = [numberAt(scores, i), numberAt(labels, i)];
    if (!Number.isFinite(score)) return unanswerable('not a finite number');
    if (score < 0 || score > 1) return unanswerable('scores are not probabilities');
    if (label !== 0 && label !== 1) return unanswerable('labels are not 0 or 1');
    losses[i] = loss(score, label);
  }
  return { kind: 'moments', moments: momentsOf(losses) };
}
