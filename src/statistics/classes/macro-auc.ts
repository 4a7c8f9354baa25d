import { aucDifference, type AucDifference } from '../auc/auc-difference.ts';
import type { AucEstimate } from '../auc/auc.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer } from '../estimate.ts';
import { normalInterval } from '../normal-interval.ts';

/**
 * One-against-rest AUC, the plain mean over classes (Fawcett 2006, as in scikit-learn with `multi_class="ovr"`). The classes share
 * their rows, and from histograms of each alone their covariances cannot be had: the mean of the standard errors is the most that
 * the standard error of the mean can be, and is what is given. A class that is not there has no AUC and must be left out.
 */
export function macroAuc(classes: readonly AucEstimate[], level = DEFAULT_LEVEL): Answer<AucEstimate> {
  if (classes.length === 0) return unanswerable('one class only');
  const mean = (of: (each: AucEstimate) => number): number =>
    classes.reduce((sum, each) => sum + of(each), 0) / classes.length;
  const value = mean((each) => each.value);
  const standardError = mean((each) => each.standardError);
  return {
    kind: 'estimate',
    value,
    standardError,
    interval: normalInterval({ value, standardError }, level, { low: 0, high: 1 }),
    n: Math.max(...classes.map((each) => each.n)),
    positives: Math.min(...classes.map((each) => each.positives)),
    negatives: Math.min(...classes.map((each) => each.negatives)),
    errorBound: mean((each) => each.errorBound),
  };
}

/** Macro AUC after − before over the classes that have one in both windows; null stands for a class without one. */
export function macroAucDifference(
  before: readonly (AucEstimate | null)[],
  after: readonly (AucEstimate | null)[],
): Answer<AucDifference> {
  const pairs = before.flatMap((one, place) => {
    const two = after[place] ?? null;
    return one === null || two === null ? [] : [{ one, two }];
  });
  const was = macroAuc(pairs.map(({ one }) => one));
  if (was.kind === 'unanswerable') return was;
  const is = macroAuc(pairs.map(({ two }) => two));
  if (is.kind === 'unanswerable') return is;
  const difference = aucDifference(was, is);
  return difference.kind === 'unanswerable'
    ? difference
    : { ...difference, test: 'DeLong for each class, errors added' };
}
