import { expect, test } from 'vitest';
import { z } from 'zod';
import { chiSquareHomogeneity } from '../../../src/statistics/drift/chi-square-homogeneity.ts';
import { jensenShannon, kullbackLeibler } from '../../../src/statistics/drift/divergence.ts';
import {
  histogramKolmogorovSmirnov,
  kolmogorovSmirnov,
} from '../../../src/statistics/drift/kolmogorov-smirnov.ts';
import { populationStability } from '../../../src/statistics/drift/population-stability.ts';
import { totalVariation } from '../../../src/statistics/drift/total-variation.ts';
import { answered } from '../answered.ts';
import { readReference } from '../reference/read-reference.ts';
import { seededRandom } from '../seeded-random.ts';

const numbers = z.array(z.number());
// Computed by SciPy 1.10 with reference/drift.py.
const reference = readReference(
  'drift',
  z.object({
    chiSquare: z.array(
      z.object({
        before: numbers,
        after: numbers,
        chi2: z.number(),
        p: z.number(),
        cramersV: z.number(),
        psi: z.number(),
        psiP: z.number(),
        kl: z.number(),
        js: z.number(),
        tv: z.number(),
      }),
    ),
    ks: z.array(z.object({ before: numbers, after: numbers, d: z.number(), p: z.number() })),
  }),
);

test('chi-square, PSI and the distances agree with SciPy', () => {
  for (const row of reference.chiSquare) {
    const tested = answered(chiSquareHomogeneity(row));
    expect(tested.value / row.chi2).toBeCloseTo(1, 10);
    expect(tested.pValue / row.p).toBeCloseTo(1, 10);
    expect(tested.effect).toBeCloseTo(row.cramersV, 12);
    const psi = answered(populationStability(row));
    expect(psi.value / row.psi).toBeCloseTo(1, 10);
    expect(psi.pValue / row.psiP).toBeCloseTo(1, 9);
    expect(psi.contributions.reduce((sum, part) => sum + part, 0)).toBeCloseTo(psi.value, 14);
    expect(answered(kullbackLeibler(row)).value / row.kl).toBeCloseTo(1, 10);
    expect(answered(jensenShannon(row)).value / row.js).toBeCloseTo(1, 10);
    expect(answered(totalVariation(row)).value).toBeCloseTo(row.tv, 13);
  }
});

test('Kolmogorov–Smirnov agrees with SciPy, exactly for small samples', () => {
  const tests = reference.ks.map((row) => {
    const found = answered(kolmogorovSmirnov(row.before, row.after));
    expect(found.value).toBeCloseTo(row.d, 13);
    expect(found.pValue / row.p).toBeCloseTo(1, 9);
    return found.test;
  });
  expect(new Set(tests).size).toBe(2);
});

test('a histogram never sees a larger gap than the rows', () => {
  for (const { before, after, d } of reference.ks) {
    const binned = (values: number[]) => {
      const counts = Array.from({ length: 12 }, () => 0);
      for (const value of values) {
        const bin = Math.min(11, Math.max(0, Math.floor(value * 2 + 6)));
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
      return counts;
    };
    expect(answered(histogramKolmogorovSmirnov(binned(before), binned(after))).value).toBeLessThanOrEqual(
      d + 1e-12,
    );
  }
});

test('with no change PSI is called significant about one time in twenty, at 100 rows as at 5,000', () => {
  const random = seededRandom(21);
  for (const n of [100, 5000]) {
    let [alarms, large, sum, expected] = [0, 0, 0, 0];
    for (let round = 0; round < 300; round++) {
      const draw = () => {
        const counts = Array.from({ length: 10 }, () => 0);
        for (let i = 0; i < n; i++) {
          const bin = random.whole(10);
          counts[bin] = (counts[bin] ?? 0) + 1;
        }
        return counts;
      };
      const found = answered(populationStability({ before: draw(), after: draw() }));
      if (found.pValue < 0.05) alarms += 1;
      if (found.effect !== 'negligible') large += 1;
      sum += found.value / 300;
      expected = found.expectedUnderNoChange;
    }
    expect(alarms / 300).toBeLessThan(0.09);
    expect(sum / expected).toBeGreaterThan(0.85);
    expect(sum / expected).toBeLessThan(1.15);
    // The rule of thumb, PSI above 0.1, would have fired nearly always at 100 rows.
    expect(large / 300 > 0.7).toBe(n === 100);
  }
});

test('with no change chi-square keeps its level, because the baseline is a sample too', () => {
  const random = seededRandom(22);
  let alarms = 0;
  for (let round = 0; round < 500; round++) {
    const draw = () => {
      const counts = Array.from({ length: 20 }, () => 0);
      for (let i = 0; i < 400; i++) {
        const bin = Math.floor(20 * random.uniform() ** 2);
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
      return counts;
    };
    if (answered(chiSquareHomogeneity({ before: draw(), after: draw() })).pValue < 0.05) alarms += 1;
  }
  expect(alarms / 500).toBeLessThan(0.08);
  expect(alarms / 500).toBeGreaterThan(0.025);
});

test('nulls that rise from half a percent to eighteen are a drift, though every other share stays', () => {
  const before = [5, 398, 398, 199];
  const after = [180, 328, 328, 164];
  const found = answered(populationStability({ before, after }));
  expect(found.effect).toBe('major');
  expect(found.pValue).toBeLessThan(1e-30);
  expect(found.contributions[0]).toBeGreaterThan(0.9 * found.value);
  expect(found.interval.low).toBeGreaterThan(0.25);
});

test('an empty bin does not make PSI explode', () => {
  expect(answered(populationStability({ before: [0, 500, 500], after: [3, 499, 498] })).value).toBeLessThan(
    0.02,
  );
});

test('rare categories are pooled, and two rare ones get the exact test', () => {
  const rare = answered(chiSquareHomogeneity({ before: [500, 2, 1, 2], after: [480, 3, 2, 2] }));
  expect(rare.pooled).toBe(3);
  expect(rare.degrees).toBe(1);
  expect(answered(chiSquareHomogeneity({ before: [50, 1], after: [40, 4] })).test).toBe('Fisher mid-p');
});

test('an empty window and a single category are unanswerable', () => {
  expect(populationStability({ before: [0, 0], after: [3, 4] })).toEqual({
    kind: 'unanswerable',
    reason: 'no rows',
  });
  expect(chiSquareHomogeneity({ before: [9, 0], after: [3, 0] })).toEqual({
    kind: 'unanswerable',
    reason: 'one category only',
  });
  expect(totalVariation({ before: [-1, 2], after: [3, 4] })).toEqual({
    kind: 'unanswerable',
    reason: 'counts are not possible',
  });
  expect(kolmogorovSmirnov([1], [])).toEqual({ kind: 'unanswerable', reason: 'no rows' });
  expect(kolmogorovSmirnov([1], [NaN])).toEqual({ kind: 'unanswerable', reason: 'not a finite number' });
});
