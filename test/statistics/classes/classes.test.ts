import { expect, test } from 'vitest';
import { auc } from '../../../src/statistics/auc/auc.ts';
import { againstRest, rightOf, rowsOf } from '../../../src/statistics/classes/class-table.ts';
import { macroAuc, macroAucDifference } from '../../../src/statistics/classes/macro-auc.ts';
import { macroRate, macroRateDifference } from '../../../src/statistics/classes/macro-rate.ts';
import { f1 } from '../../../src/statistics/confusion/f1.ts';
import { answered } from '../answered.ts';
import { classes as reference } from '../reference/classes-reference.ts';

const names = ['a', 'b', 'c', 'd'];

test('macro F1, precision and recall, and each class against the rest, agree with scikit-learn', () => {
  for (const { counts, ...expected } of reference) {
    const table = { classes: names, counts };
    for (const rate of ['f1', 'precision', 'recall'] as const) {
      expect(answered(macroRate(rate, table)).value).toBeCloseTo(expected[rate], 12);
    }
    names.forEach((_, place) => {
      expect(answered(f1(againstRest(table, place))).value).toBeCloseTo(expected.f1OfClass[place] ?? -1, 12);
    });
    expect(rightOf(table) / rowsOf(table)).toBeCloseTo(expected.accuracy, 12);
  }
});

test('the error of macro F1 is what resampling the whole table shows', () => {
  for (const { counts, f1BootstrapError } of reference.slice(1)) {
    const { standardError } = answered(macroRate('f1', { classes: names, counts }));
    expect(standardError / f1BootstrapError).toBeGreaterThan(0.93);
    expect(standardError / f1BootstrapError).toBeLessThan(1.07);
  }
});

test('the mean of the AUCs of each class against the rest agrees with scikit-learn', () => {
  // One row of a class is too few for DeLong's variance: the smallest reference is left out.
  for (const { truth, scores, aucMacro, aucOfClass } of reference.slice(1)) {
    const each = names.map((_, place) =>
      answered(
        auc(
          scores.map((row) => row[place] ?? 0),
          truth.map((one) => (one === place ? 1 : 0)),
        ),
      ),
    );
    each.forEach((one, place) => expect(one.value).toBeCloseTo(aucOfClass[place] ?? -1, 12));
    const found = answered(macroAuc(each));
    expect(found.value).toBeCloseTo(aucMacro, 12);
    expect(found.standardError).toBeLessThanOrEqual(Math.max(...each.map((one) => one.standardError)));
  }
});

test('of two classes macro recall is the mean of the two recalls, and its error that of two proportions', () => {
  const table = {
    classes: ['yes', 'no'],
    counts: [
      [40, 10],
      [30, 120],
    ],
  };
  const found = answered(macroRate('recall', table));
  expect(found.value).toBeCloseTo((0.8 + 0.8) / 2, 12);
  expect(found.standardError).toBeCloseTo(Math.sqrt(0.16 / 50 + 0.16 / 150) / 2, 12);
});

test('a class that falls is seen, and a rare class that is missing from one window is no fall', () => {
  const before = {
    classes: ['a', 'b', 'rare'],
    counts: [
      [900, 100, 0],
      [50, 450, 0],
      [10, 0, 40],
    ],
  };
  const worse = {
    classes: ['a', 'b', 'rare'],
    counts: [
      [900, 100, 0],
      [200, 300, 0],
      [10, 0, 40],
    ],
  };
  expect(answered(macroRateDifference('f1', { before, after: worse })).interval.high).toBeLessThan(0);
  const without = {
    classes: ['a', 'b', 'rare'],
    counts: [
      [900, 100, 0],
      [50, 450, 0],
      [0, 0, 0],
    ],
  };
  expect(answered(macroRateDifference('f1', { before, after: without })).value).toBeCloseTo(0, 2);
});

test('no rows, impossible counts and classes without an AUC are said, not made into a number', () => {
  const none = {
    classes: ['a', 'b'],
    counts: [
      [0, 0],
      [0, 0],
    ],
  };
  expect(macroRate('f1', none)).toEqual({ kind: 'unanswerable', reason: 'no rows' });
  expect(
    macroRate('f1', {
      classes: ['a', 'b'],
      counts: [
        [-1, 0],
        [0, 1],
      ],
    }).kind,
  ).toBe('unanswerable');
  expect(macroRateDifference('f1', { before: none, after: none }).kind).toBe('unanswerable');
  const perfect = {
    classes: ['a', 'b'],
    counts: [
      [5, 0],
      [0, 5],
    ],
  };
  expect(macroRateDifference('f1', { before: perfect, after: perfect })).toEqual({
    kind: 'unanswerable',
    reason: 'no variation',
  });
  expect(macroAucDifference([null], [null]).kind).toBe('unanswerable');
  expect(() => macroRate('f1', { classes: ['a'], counts: [[1, 2]] })).toThrow(/classes/);
});
