import { expect, test } from 'vitest';
import { auc } from '../../../src/statistics/auc/auc.ts';
import { aucDifference } from '../../../src/statistics/auc/auc-difference.ts';
import { aucSeries } from '../../../src/statistics/auc/auc-series.ts';
import { histogramAuc } from '../../../src/statistics/auc/histogram-auc.ts';
import { midranks } from '../../../src/statistics/auc/midranks.ts';
import { pairedAucDifference } from '../../../src/statistics/auc/paired-auc-difference.ts';
import { ShapeError } from '../../../src/statistics/shape-error.ts';
import { answered } from '../answered.ts';
import { comparison } from '../reference/comparison-reference.ts';
import { seededRandom } from '../seeded-random.ts';

test('AUC agrees with scikit-learn and its variance with DeLong computed pair by pair', () => {
  for (const row of comparison.auc) {
    const found = answered(auc(row.before, row.labels));
    expect(found.value).toBeCloseTo(row.aucBefore, 12);
    expect(found.standardError ** 2 / row.varianceBefore).toBeCloseTo(1, 10);
  }
});

test('two models on the same rows are compared with their covariance', () => {
  for (const row of comparison.auc) {
    const found = answered(pairedAucDifference(row));
    expect(found.value).toBeCloseTo(row.aucAfter - row.aucBefore, 12);
    expect(found.pValue / row.pairedP).toBeCloseTo(1, 9);
  }
});

test('two windows are compared with the sum of their variances', () => {
  const [row] = comparison.auc.slice(-1);
  if (row === undefined) throw new Error('no reference');
  const found = answered(
    aucDifference(answered(auc(row.before, row.labels)), answered(auc(row.after, row.labels))),
  );
  expect(found.standardError).toBeCloseTo(Math.sqrt(row.varianceBefore + row.varianceAfter), 12);
  expect(found.interval.low).toBeLessThan(found.value);
});

test('a histogram with one score per bin gives the same AUC and variance as the rows', () => {
  const random = seededRandom(3);
  for (let round = 0; round < 30; round++) {
    const scores = Array.from({ length: 80 }, () => random.whole(20));
    const labels = scores.map((score, i) => (i < 4 ? i % 2 : random.uniform() < score / 25 ? 1 : 0));
    const counts = (label: number) =>
      Array.from({ length: 20 }, (_, b) => scores.filter((s, i) => s === b && labels[i] === label).length);
    const fromRows = answered(auc(scores, labels));
    const fromBins = answered(histogramAuc({ positives: counts(1), negatives: counts(0) }));
    expect(fromBins.value).toBeCloseTo(fromRows.value, 12);
    expect(fromBins.standardError).toBeCloseTo(fromRows.standardError, 12);
    expect(fromRows.value).toBeCloseTo(slowAuc(scores, labels), 12);
  }
});

test('binning moves the AUC by no more than the bound it prints', () => {
  const random = seededRandom(9);
  const labels = Array.from({ length: 3000 }, () => (random.uniform() < 0.3 ? 1 : 0));
  const scores = labels.map((label) => 1 / (1 + Math.exp(-random.normal() - label)));
  for (const bins of [5, 20, 100]) {
    const histogram = {
      positives: Array.from({ length: bins }, () => 0),
      negatives: Array.from({ length: bins }, () => 0),
    };
    scores.forEach((score, i) => {
      const side = labels[i] === 1 ? histogram.positives : histogram.negatives;
      const bin = Math.floor(score * bins);
      side[bin] = (side[bin] ?? 0) + 1;
    });
    const binned = answered(histogramAuc(histogram));
    expect(Math.abs(binned.value - answered(auc(scores, labels)).value)).toBeLessThanOrEqual(
      binned.errorBound,
    );
    expect(binned.errorBound).toBeGreaterThan(0);
  }
});

test('AUC does not change when all scores are squeezed without changing their order', () => {
  const [row] = comparison.auc;
  if (row === undefined) throw new Error('no reference');
  const squeezed = row.before.map((score) => Math.tanh(score / 10));
  expect(answered(auc(squeezed, row.labels))).toEqual(answered(auc(row.before, row.labels)));
});

test('the series of a time bin averages the AUC while nothing changes and moves with it when ranking fails', () => {
  const quiet = { positives: [1, 3, 6], negatives: [8, 4, 2] };
  const swapped = { positives: [6, 3, 1], negatives: [8, 4, 2] };
  const morePositives = { positives: [10, 30, 60], negatives: [8, 4, 2] };
  const series = aucSeries(quiet, [quiet, swapped, morePositives]);
  if (series.kind !== 'series') throw new Error(series.reason);
  const [same, worse, more] = series.bins.map((bin) => bin.sum / bin.n);
  expect(same).toBeCloseTo(series.auc, 12);
  expect(worse).toBeLessThan(series.auc - 0.2);
  expect(more).toBeCloseTo(series.auc, 12);
});

test('midranks share ties', () => {
  expect([...midranks([3, 1, 3, 2])]).toEqual([3.5, 1, 3.5, 2]);
});

test('what cannot be ranked is said to be unanswerable, with the reason', () => {
  const reason = (scores: number[], labels: number[]) => {
    const found = auc(scores, labels);
    return found.kind === 'unanswerable' ? found.reason : found.value;
  };
  expect(reason([], [])).toBe('no rows');
  expect(reason([0.1, 0.2], [1, 1])).toBe('one class only');
  expect(reason([0.1, 0.2, 0.3], [1, 0, 0])).toBe('too few rows');
  expect(reason([0.1, NaN], [1, 0])).toBe('not a finite number');
  expect(reason([0.1, 0.3], [1, 2])).toBe('labels are not 0 or 1');
  expect(reason([0.5, 0.5, 0.5, 0.5], [1, 0, 1, 0])).toBe(0.5);
  expect(() => auc([1], [])).toThrow(ShapeError);
});

test('perfect separation of a few rows is not certainty', () => {
  const found = answered(auc([1, 2, 3, 4], [0, 0, 1, 1]));
  expect(found.value).toBe(1);
  expect(found.interval.low).toBeLessThan(0.5);
});

// O(m·n), straight from the definition.
function slowAuc(scores: readonly number[], labels: readonly number[]): number {
  let [wins, pairs] = [0, 0];
  scores.forEach((positive, i) => {
    if (labels[i] !== 1) return;
    scores.forEach((negative, j) => {
      if (labels[j] !== 0) return;
      pairs += 1;
      if (positive > negative) wins += 1;
      if (positive === negative) wins += 0.5;
    });
  });
  return wins / pairs;
}
