import { expect, test } from 'vitest';
import { gowerDistance } from '../../../src/statistics/distance/gower.ts';

test('agrees with the distance worked out by hand', () => {
  // |30 − 40| / 50 = 0.2, another plan = 1, the same country = 0: (0.2 + 1 + 0) / 3
  expect(gowerDistance([30, 'Basic', 'BR'], [40, 'Pro', 'BR'], [50, null, null])).toBeCloseTo(0.4, 12);
});

test('is the same both ways, 0 for the same record, and never above 1', () => {
  const [a, b] = [
    [1, 'x', null],
    [900, 'y', 3],
  ] as const;
  const reaches = [10, null, 5];
  expect(gowerDistance(a, b, reaches)).toBe(gowerDistance(b, a, reaches));
  expect(gowerDistance(a, b, reaches)).toBe(1);
  expect(gowerDistance(a, a, reaches)).toBe(0);
});

test('two missing values are alike, one missing is not, and a number without any range must be equal', () => {
  expect(gowerDistance([null], [null], [10])).toBe(0);
  expect(gowerDistance([null], [3], [10])).toBe(1);
  expect(gowerDistance([3], [3.5], [0])).toBe(1);
  expect(gowerDistance([], [], [])).toBe(0);
});
