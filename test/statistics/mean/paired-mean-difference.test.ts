import { expect, test } from 'vitest';
import { pairedMeanDifference } from '../../../src/statistics/mean/paired-mean-difference.ts';
import { answered } from '../answered.ts';
import { paired } from '../reference/paired-reference.ts';

test('p and interval agree with SciPy and statsmodels', () => {
  for (const { before, after, p, low, high } of paired.means) {
    const found = answered(pairedMeanDifference({ before, after }));
    expect(found.pValue / p).toBeCloseTo(1, 8);
    expect(found.interval.low).toBeCloseTo(low, 10);
    expect(found.interval.high).toBeCloseTo(high, 10);
    expect(found.value).toBeCloseTo(found.after - found.before, 12);
  }
});

test('rows that all changed alike have no spread to judge by', () => {
  const before = [0.25, 0.5, 0.75];
  expect(pairedMeanDifference({ before, after: before })).toEqual({
    kind: 'unanswerable',
    reason: 'no variation',
  });
  expect(pairedMeanDifference({ before: [1], after: [2] })).toMatchObject({ reason: 'too few rows' });
});
