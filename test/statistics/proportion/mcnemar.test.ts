import { expect, test } from 'vitest';
import { mcnemar } from '../../../src/statistics/proportion/mcnemar.ts';
import { answered } from '../answered.ts';
import { paired } from '../reference/paired-reference.ts';

test('p agrees with the exact test of statsmodels, the interval with its formula in NumPy', () => {
  for (const { p, low, high, ...decided } of paired.flips) {
    const found = answered(mcnemar(decided));
    expect(found.pValue / p).toBeCloseTo(1, 9);
    expect(found.interval.low).toBeCloseTo(low, 12);
    expect(found.interval.high).toBeCloseTo(high, 12);
    expect(found.value).toBeCloseTo(found.after - found.before, 14);
  }
});

test('the same rows told the other way round have the opposite difference and the same p', () => {
  for (const { both, onlyBefore, onlyAfter, rows } of paired.flips) {
    const there = answered(mcnemar({ both, onlyBefore, onlyAfter, rows }));
    const back = answered(mcnemar({ both, onlyBefore: onlyAfter, onlyAfter: onlyBefore, rows }));
    expect(back.value).toBeCloseTo(-there.value, 14);
    expect(back.pValue).toBeCloseTo(there.pValue, 14);
    expect(back.interval.low).toBeCloseTo(-there.interval.high, 14);
  }
});

test.each([
  [{ both: 3, onlyBefore: 0, onlyAfter: 0, rows: 9 }, 'no variation'],
  [{ both: 0, onlyBefore: 0, onlyAfter: 0, rows: 0 }, 'no rows'],
  [{ both: 3, onlyBefore: 4, onlyAfter: 4, rows: 9 }, 'counts are not possible'],
  [{ both: Number.NaN, onlyBefore: 4, onlyAfter: 4, rows: 9 }, 'not a finite number'],
] as const)('%j cannot be judged: %s', (decided, reason) => {
  expect(mcnemar(decided)).toEqual({ kind: 'unanswerable', reason });
});
