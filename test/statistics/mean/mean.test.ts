import { expect, test } from 'vitest';
import { mean } from '../../../src/statistics/mean/mean.ts';
import { meanDifference } from '../../../src/statistics/mean/mean-difference.ts';
import { momentsOf, spreadOf } from '../../../src/statistics/mean/moments.ts';
import { brierMoments, errorMoments, logLossMoments } from '../../../src/statistics/mean/per-row-loss.ts';
import {
  rootMeanSquareError,
  rootMeanSquareErrorDifference,
} from '../../../src/statistics/mean/root-mean-square-error.ts';
import { answered } from '../answered.ts';
import { comparison } from '../reference/comparison-reference.ts';
import { seededRandom } from '../seeded-random.ts';

test('Welch from sums agrees with SciPy and statsmodels from rows', () => {
  for (const row of comparison.means) {
    const found = answered(meanDifference({ before: momentsOf(row.before), after: momentsOf(row.after) }));
    expect(found.pValue / row.p).toBeCloseTo(1, 9);
    expect(found.interval.low).toBeCloseTo(row.low, 10);
    expect(found.interval.high).toBeCloseTo(row.high, 10);
    const single = answered(mean(momentsOf(row.before)));
    expect(single.interval.low).toBeCloseTo(row.meanLow, 10);
    expect(single.interval.high).toBeCloseTo(row.meanHigh, 10);
  }
});

test('log loss, Brier score, MAE and RMSE agree with scikit-learn', () => {
  const { labels, scores, predicted, actual, ...expected } = comparison.scored;
  const logLoss = logLossMoments(scores, labels);
  const brier = brierMoments(scores, labels);
  const errors = errorMoments(predicted, actual);
  if (logLoss.kind !== 'moments' || brier.kind !== 'moments' || errors.kind !== 'moments')
    throw new Error('reason');
  expect(answered(mean(logLoss.moments)).value).toBeCloseTo(expected.logLoss, 12);
  expect(answered(mean(brier.moments)).value).toBeCloseTo(expected.brier, 12);
  expect(answered(mean(errors.absolute)).value).toBeCloseTo(expected.mae, 12);
  expect(answered(rootMeanSquareError(errors.squared)).value).toBeCloseTo(expected.rmse, 12);
});

test('the interval of RMSE holds the truth about as often as it says', () => {
  const random = seededRandom(8);
  let [held, differs] = [0, 0];
  for (let round = 0; round < 600; round++) {
    const squared = () => momentsOf(Array.from({ length: 300 }, () => (2 * random.normal()) ** 2));
    const found = answered(rootMeanSquareError(squared()));
    if (found.interval.low <= 2 && found.interval.high >= 2) held += 1;
    if (answered(rootMeanSquareErrorDifference({ before: squared(), after: squared() })).pValue < 0.05)
      differs += 1;
  }
  expect(held / 600).toBeGreaterThan(0.92);
  expect(held / 600).toBeLessThan(0.98);
  expect(differs / 600).toBeLessThan(0.08);
});

test('a certain mistake costs much but not infinitely much', () => {
  const found = logLossMoments([0, 1], [1, 0]);
  if (found.kind !== 'moments') throw new Error(found.reason);
  expect(found.moments.sum / 2).toBeCloseTo(-Math.log(1e-15), 1);
});

test('windows without rows, with one row or without variation are unanswerable', () => {
  expect(spreadOf(momentsOf([]))).toEqual({ kind: 'unanswerable', reason: 'no rows' });
  expect(mean(momentsOf([3]))).toEqual({ kind: 'unanswerable', reason: 'too few rows' });
  expect(mean(momentsOf([1, Infinity]))).toEqual({ kind: 'unanswerable', reason: 'not a finite number' });
  const constant = momentsOf([0.1, 0.1, 0.1, 0.1]);
  expect(meanDifference({ before: constant, after: constant })).toEqual({
    kind: 'unanswerable',
    reason: 'no variation',
  });
  expect(brierMoments([1.2], [1])).toEqual({ kind: 'unanswerable', reason: 'scores are not probabilities' });
});

test('adding the same number to every row moves the means and nothing else', () => {
  const [row] = comparison.means;
  if (row === undefined) throw new Error('no reference');
  const shifted = (values: number[]) => momentsOf(values.map((value) => value + 100));
  const found = answered(meanDifference({ before: momentsOf(row.before), after: momentsOf(row.after) }));
  const moved = answered(meanDifference({ before: shifted(row.before), after: shifted(row.after) }));
  expect(moved.value).toBeCloseTo(found.value, 9);
  expect(moved.pValue).toBeCloseTo(found.pValue, 6);
  expect(moved.before).toBeCloseTo(found.before + 100, 9);
});
