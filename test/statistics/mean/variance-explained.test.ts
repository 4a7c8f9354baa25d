import { expect, test } from 'vitest';
import {
  varianceExplained,
  varianceExplainedDifference,
  type PowerSums,
} from '../../../src/statistics/mean/variance-explained.ts';
import { answered } from '../answered.ts';
import { seededRandom } from '../seeded-random.ts';

const sumsOf = (values: readonly number[]): PowerSums => ({
  n: values.length,
  sum: values.reduce((sum, x) => sum + x, 0),
  squares: values.reduce((sum, x) => sum + x ** 2, 0),
  cubes: values.reduce((sum, x) => sum + x ** 3, 0),
  fourths: values.reduce((sum, x) => sum + x ** 4, 0),
});

const groups = [
  [1, 2, 2.5, 4, 3.1],
  [2, 5, 5.5, 4.2],
  [7, 6.1, 8, 5, 6.6, 9],
];

test('the share agrees with SciPy’s one-way F, its error with numeric weights of every row', () => {
  // scipy.stats.f_oneway: η² = F(k−1)/(F(k−1) + n − k), then ε²; the error from NumPy derivatives of η² in each row's weight.
  const found = answered(varianceExplained(groups.map(sumsOf)));
  expect(found.value).toBeCloseTo(0.6651456791186088, 12);
  expect(found.standardError).toBeCloseTo(0.1005491818790452, 5);
});

test('groups that mean nothing explain nothing, and differ between windows at the nominal rate', () => {
  const random = seededRandom(7).uniform;
  const draw = (): PowerSums[] =>
    Array.from({ length: 5 }, (_, g) => sumsOf(Array.from({ length: 300 }, () => random() ** 2 + g * 0.1)));
  let alarms = 0;
  for (let run = 0; run < 400; run++) {
    const found = answered(varianceExplainedDifference({ before: draw(), after: draw() }));
    if (found.pValue < 0.05) alarms++;
  }
  expect(alarms / 400).toBeGreaterThan(0.02);
  expect(alarms / 400).toBeLessThan(0.08);
  const nothing = answered(
    varianceExplained(Array.from({ length: 20 }, () => sumsOf(Array.from({ length: 50 }, random)))),
  );
  expect(nothing.value).toBeLessThan(0.03);
});

test('a score that never varies, or a number that is none, is no answer', () => {
  expect(varianceExplained([sumsOf([3, 3]), sumsOf([3, 3, 3])])).toMatchObject({ reason: 'no variation' });
  expect(varianceExplained([sumsOf([1, NaN]), sumsOf([1, 2])])).toMatchObject({
    reason: 'not a finite number',
  });
  expect(varianceExplained([])).toMatchObject({ reason: 'no rows' });
});

test('a feature that never varies explains nothing', () => {
  expect(answered(varianceExplained([sumsOf([1, 2, 3])]))).toMatchObject({ value: 0, standardError: 0 });
});
