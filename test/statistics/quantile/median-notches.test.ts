import { expect, test } from 'vitest';
import { medianNotches } from '../../../src/statistics/quantile/median-notches.ts';
import { seededRandom } from '../seeded-random.ts';

test('notches are as McGill, Tukey and Larsen draw them: 0.93 quartile distances over the root of n', () => {
  // By hand: √(π/2)/1.3489795 = 0.929078; (3 − −1)·0.929078/√100 = 0.371631, and 0.185816 for n = 400.
  const found = medianNotches({ quartiles: [-1, 1, 3], n: 100 }, { quartiles: [-1, 2, 3], n: 400 });
  expect(found).toMatchObject({ kind: 'estimate', value: 1, scale: 'value' });
  if (found.kind !== 'estimate') throw new Error('not an estimate');
  expect(found.standardError).toBeCloseTo(Math.hypot(0.3716311, 0.1858156), 5);
});

test('two samples of one distribution that spreads by factors differ by chance at the rate they should', () => {
  const random = seededRandom(7);
  const sample = (n: number) => {
    const values = Array.from({ length: n }, () => Math.exp(2 * random.normal())).sort((a, b) => a - b);
    const at = (p: number) => values[Math.floor(p * n)] ?? Number.NaN;
    return { quartiles: [at(0.25), at(0.5), at(0.75)] as const, n };
  };
  const times = 2000;
  let small = 0;
  for (let time = 0; time < times; time += 1) {
    const found = medianNotches(sample(141), sample(1001));
    if (found.kind === 'estimate' && found.pValue <= 0.05) small += 1;
  }
  expect(small / times).toBeGreaterThan(0.03);
  expect(small / times).toBeLessThan(0.07);
});

test('a sample without rows, or with a quartile that is no number, is no sample', () => {
  const fine = { quartiles: [1, 2, 3] as const, n: 10 };
  expect(medianNotches(fine, { ...fine, n: 0 })).toMatchObject({ kind: 'unanswerable', reason: 'no rows' });
  expect(medianNotches(fine, { quartiles: [1, Number.NaN, 3], n: 10 }).kind).toBe('unanswerable');
});
