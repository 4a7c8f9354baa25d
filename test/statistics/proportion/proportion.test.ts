import { expect, test } from 'vitest';
import { fisherExact } from '../../../src/statistics/proportion/fisher-exact.ts';
import { proportionDifference } from '../../../src/statistics/proportion/proportion-difference.ts';
import { proportionRatio } from '../../../src/statistics/proportion/proportion-ratio.ts';
import { proportion } from '../../../src/statistics/proportion/proportion.ts';
import { answered } from '../answered.ts';
import { comparison } from '../reference/comparison-reference.ts';
import { seededRandom } from '../seeded-random.ts';

const rows = comparison.proportion.map((row) => ({
  ...row,
  before: { events: row.before[0], trials: row.before[1] },
  after: { events: row.after[0], trials: row.after[1] },
}));

test('Wilson and Newcombe intervals agree with statsmodels', () => {
  for (const row of rows) {
    const single = answered(proportion(row.before));
    expect(single.interval.low).toBeCloseTo(row.wilson[0], 12);
    expect(single.interval.high).toBeCloseTo(row.wilson[1], 12);
    const difference = answered(proportionDifference(row));
    expect(difference.interval.low).toBeCloseTo(row.newcombe[0], 10);
    expect(difference.interval.high).toBeCloseTo(row.newcombe[1], 10);
  }
});

test('p is the pooled z test, or the exact mid-p where a cell expects fewer than five', () => {
  const tests = rows.map((row) => {
    const found = answered(proportionDifference(row));
    const expected = found.test === 'Fisher mid-p' ? row.fisher - row.hypergeom / 2 : row.pooledZ;
    expect(found.pValue / expected).toBeCloseTo(1, 9);
    return found.test;
  });
  expect(new Set(tests)).toEqual(new Set(['two-proportion z', 'Fisher mid-p']));
});

test('Fisher exact agrees with SciPy', () => {
  for (const row of rows) {
    const found = fisherExact(row);
    if (found.kind !== 'exact') throw new Error(found.reason);
    expect(found.pValue / row.fisher).toBeCloseTo(1, 9);
    expect(found.midP).toBeLessThan(found.pValue);
  }
});

test('the interval of a ratio agrees with statsmodels', () => {
  for (const row of rows) {
    if (row.logRatio === null) continue;
    const found = answered(proportionRatio(row));
    expect(found.interval.low / row.logRatio[0]).toBeCloseTo(1, 10);
    expect(found.interval.high / row.logRatio[1]).toBeCloseTo(1, 10);
  }
});

test('swapping the windows turns the sign and keeps the p-value', () => {
  for (const { before, after } of rows) {
    const there = answered(proportionDifference({ before, after }));
    const back = answered(proportionDifference({ before: after, after: before }));
    expect(back.value).toBeCloseTo(-there.value, 14);
    expect(back.interval.low).toBeCloseTo(-there.interval.high, 12);
    expect(back.pValue).toBeCloseTo(there.pValue, 12);
  }
});

test('with no change at all, five in a hundred differences are called significant, not more', () => {
  const random = seededRandom(5);
  let alarms = 0;
  for (let round = 0; round < 2000; round++) {
    const window = () => ({ events: random.binomial(60, 0.1), trials: 60 });
    const found = proportionDifference({ before: window(), after: window() });
    if (found.kind === 'estimate' && found.pValue < 0.05) alarms += 1;
  }
  expect(alarms / 2000).toBeLessThan(0.065);
  expect(alarms / 2000).toBeGreaterThan(0.02);
});

test('no rows, impossible counts and no events anywhere are unanswerable', () => {
  const reason = (before: [number, number], after: [number, number]) => {
    const found = proportionDifference({
      before: { events: before[0], trials: before[1] },
      after: { events: after[0], trials: after[1] },
    });
    return found.kind === 'unanswerable' ? found.reason : found.kind;
  };
  expect(reason([0, 0], [1, 2])).toBe('no rows');
  expect(reason([3, 2], [1, 2])).toBe('counts are not possible');
  expect(reason([NaN, 2], [1, 2])).toBe('not a finite number');
  expect(reason([0, 9], [0, 7])).toBe('no variation');
  expect(proportionRatio({ before: { events: 0, trials: 5 }, after: { events: 1, trials: 5 } })).toEqual({
    kind: 'unanswerable',
    reason: 'zero before',
  });
  const fewer = answered(
    proportionRatio({ before: { events: 9, trials: 50 }, after: { events: 0, trials: 50 } }),
  );
  expect(fewer.value).toBe(0);
  expect(fewer.interval.high).toBeGreaterThan(0);
});
