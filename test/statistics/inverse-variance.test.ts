import { expect, test } from 'vitest';
import { inverseVarianceMean } from '../../src/statistics/inverse-variance.ts';

test('estimates are weighted by the inverse of their variances', () => {
  // By hand: weights 400, 100 and 156.25, of together 656.25.
  const pooled = inverseVarianceMean([
    { value: 0.12, standardError: 0.05 },
    { value: 0.25, standardError: 0.1 },
    { value: -0.03, standardError: 0.08 },
  ]);
  if (pooled.kind !== 'estimate') throw new Error(pooled.reason);
  expect(pooled.value).toBeCloseTo((48 + 25 - 4.6875) / 656.25, 12);
  expect(pooled.standardError).toBeCloseTo(1 / Math.sqrt(656.25), 12);
  expect(pooled.interval.low).toBeCloseTo(pooled.value - 1.959963984540054 * pooled.standardError, 12);
  expect(pooled.n).toBe(3);
});

test('one estimate is itself, and one without noise or a number counts for nothing', () => {
  const one = { value: 0.3, standardError: 0.1 };
  const others = [
    { value: 9, standardError: 0 },
    { value: NaN, standardError: 0.1 },
    { value: 9, standardError: Infinity },
  ];
  expect(inverseVarianceMean([one, ...others])).toEqual(inverseVarianceMean([one]));
  expect(inverseVarianceMean([one])).toMatchObject({ value: 0.3, n: 1 });
  expect(inverseVarianceMean(others)).toMatchObject({ kind: 'unanswerable' });
});

test('equal estimates agree with each other, and together know more', () => {
  for (const n of [2, 5, 40]) {
    const pooled = inverseVarianceMean(
      Array.from({ length: n }, () => ({ value: 0.2, standardError: 0.06 })),
    );
    if (pooled.kind !== 'estimate') throw new Error(pooled.reason);
    expect(pooled.value).toBeCloseTo(0.2, 12);
    expect(pooled.standardError).toBeCloseTo(0.06 / Math.sqrt(n), 12);
  }
});
