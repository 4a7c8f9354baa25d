import { expect, test } from 'vitest';
import { rateRatio } from '../../../src/statistics/volume/rate-ratio.ts';
import { robustZ } from '../../../src/statistics/volume/robust-z.ts';
import { answered } from '../answered.ts';
import { comparison } from '../reference/comparison-reference.ts';

test('the ratio of two Poisson rates agrees with the exact binomial of SciPy', () => {
  for (const { before, after, low, high, p } of comparison.rateRatio) {
    const found = answered(
      rateRatio({
        before: { events: before[0], exposure: before[1] },
        after: { events: after[0], exposure: after[1] },
      }),
    );
    expect(found.interval.low).toBeCloseTo(low, 9);
    expect(found.interval.high / high).toBeCloseTo(1, 9);
    expect(found.pValue / p).toBeCloseTo(1, 9);
  }
});

test('twice the events over twice the hours is no change', () => {
  const found = answered(
    rateRatio({ before: { events: 40, exposure: 1 }, after: { events: 80, exposure: 2 } }),
  );
  expect(found.value).toBe(1);
  expect(found.pValue).toBeGreaterThan(0.9);
  expect(rateRatio({ before: { events: 0, exposure: 1 }, after: { events: 80, exposure: 2 } })).toEqual({
    kind: 'unanswerable',
    reason: 'zero before',
  });
});

test('one odd day in the history does not hide an odd today', () => {
  // Median 100, MAD 2: 1.4826 × 2 = 2.965.
  const found = answered(robustZ(120, [98, 99, 100, 102, 101, 400, 97]));
  expect(found.usual).toBe(100);
  expect(found.value).toBeCloseTo(20 / (1.482602218505602 * 2), 12);
  expect(found.pValue).toBeLessThan(0.01);
  expect(answered(robustZ(101, [98, 99, 100, 102, 101, 400, 97])).pValue).toBeGreaterThan(0.5);
});

test('a constant history cannot judge, and too short a one neither', () => {
  expect(robustZ(5, [4, 4, 4, 4])).toEqual({ kind: 'unanswerable', reason: 'no variation' });
  expect(robustZ(5, [4, 4, 3])).toEqual({ kind: 'unanswerable', reason: 'too few rows' });
  expect(robustZ(NaN, [4, 4, 3, 2])).toEqual({ kind: 'unanswerable', reason: 'not a finite number' });
  expect(answered(robustZ(5, [4, 4, 4, 4, 4, 3])).scale).toBeGreaterThan(0);
});
