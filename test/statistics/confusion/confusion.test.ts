import { expect, test } from 'vitest';
import {
  confusionRate,
  confusionRateDifference,
  type Confusion,
} from '../../../src/statistics/confusion/confusion.ts';
import { f1, f1Difference } from '../../../src/statistics/confusion/f1.ts';
import { answered } from '../answered.ts';
import { comparison } from '../reference/comparison-reference.ts';
import { seededRandom } from '../seeded-random.ts';

test('accuracy, precision, recall and F1 agree with scikit-learn', () => {
  const { confusion, ...expected } = comparison.scored;
  for (const rate of ['accuracy', 'precision', 'recall'] as const) {
    expect(answered(confusionRate(rate, confusion)).value).toBeCloseTo(expected[rate], 13);
  }
  expect(answered(f1(confusion)).value).toBeCloseTo(expected.f1, 13);
});

test('the delta-method error of F1 is what multinomial resampling shows, and its interval holds', () => {
  const random = seededRandom(2);
  const draw = (): Confusion => {
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 400; i++) {
      const u = random.uniform();
      const cell = u < 0.2 ? 0 : u < 0.3 ? 1 : u < 0.35 ? 2 : 3;
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    const [truePositives = 0, falsePositives = 0, falseNegatives = 0, trueNegatives = 0] = counts;
    return { truePositives, falsePositives, falseNegatives, trueNegatives };
  };
  const found = Array.from({ length: 1500 }, () => answered(f1(draw())));
  const truth = 0.4 / 0.55;
  const average = found.reduce((sum, f) => sum + f.value, 0) / found.length;
  const spread = Math.sqrt(found.reduce((sum, f) => sum + (f.value - average) ** 2, 0) / found.length);
  const claimed = found.reduce((sum, f) => sum + f.standardError, 0) / found.length;
  expect(claimed / spread).toBeGreaterThan(0.93);
  expect(claimed / spread).toBeLessThan(1.07);
  const held = found.filter((f) => f.interval.low <= truth && truth <= f.interval.high).length / found.length;
  expect(held).toBeGreaterThan(0.93);
});

test('a worse window is seen in F1 and in recall', () => {
  const before = { truePositives: 300, falsePositives: 60, falseNegatives: 50, trueNegatives: 590 };
  const after = { truePositives: 200, falsePositives: 60, falseNegatives: 150, trueNegatives: 590 };
  expect(answered(f1Difference({ before, after })).interval.high).toBeLessThan(0);
  expect(answered(confusionRateDifference('recall', { before, after })).pValue).toBeLessThan(1e-10);
  expect(answered(confusionRateDifference('precision', { before, after })).pValue).toBeGreaterThan(0.01);
});

test('a model that predicts nothing positive has no precision, and the answer says so', () => {
  const table = { truePositives: 0, falsePositives: 0, falseNegatives: 5, trueNegatives: 95 };
  expect(confusionRate('precision', table)).toEqual({
    kind: 'unanswerable',
    reason: 'nothing predicted positive',
  });
  expect(answered(confusionRate('recall', table)).value).toBe(0);
  expect(answered(f1(table)).value).toBe(0);
  expect(f1({ ...table, falseNegatives: 0 }).kind).toBe('unanswerable');
  expect(confusionRate('recall', { ...table, falseNegatives: 0 })).toEqual({
    kind: 'unanswerable',
    reason: 'nothing labelled positive',
  });
});
