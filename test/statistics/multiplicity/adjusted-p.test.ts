import { expect, test } from 'vitest';
import { benjaminiHochberg } from '../../../src/statistics/multiplicity/benjamini-hochberg.ts';
import { holm } from '../../../src/statistics/multiplicity/holm.ts';
import { ShapeError } from '../../../src/statistics/shape-error.ts';
import { comparison } from '../reference/comparison-reference.ts';
import { seededRandom } from '../seeded-random.ts';

test('adjusted p-values agree with statsmodels', () => {
  const { p, bh, holm: expected } = comparison.adjusted;
  benjaminiHochberg(p).forEach((found, i) => expect(found).toBeCloseTo(bh[i] ?? NaN, 14));
  holm(p).forEach((found, i) => expect(found).toBeCloseTo(expected[i] ?? NaN, 14));
});

test('Benjamini–Hochberg keeps the share of false discoveries at its level', () => {
  const random = seededRandom(12);
  let share = 0;
  for (let round = 0; round < 400; round++) {
    // 30 quiet segments and 10 that really moved.
    const p = Array.from({ length: 40 }, (_, i) => (i < 30 ? random.uniform() : random.uniform() * 1e-4));
    const kept = benjaminiHochberg(p).flatMap((q, i) => (q <= 0.1 ? [i] : []));
    share += kept.filter((i) => i < 30).length / Math.max(1, kept.length) / 400;
  }
  expect(share).toBeLessThan(0.1);
  expect(share).toBeGreaterThan(0.04);
});

test('an adjusted p is never smaller than the p it came from, and Holm is never less strict', () => {
  const { p } = comparison.adjusted;
  const [relaxed, strict] = [benjaminiHochberg(p), holm(p)];
  p.forEach((raw, i) => {
    expect(relaxed[i]).toBeGreaterThanOrEqual(raw);
    expect(strict[i]).toBeGreaterThanOrEqual(relaxed[i] ?? NaN);
  });
  expect(benjaminiHochberg([])).toEqual([]);
});

test('a NaN is not a p-value', () => {
  expect(() => benjaminiHochberg([0.1, NaN])).toThrow(ShapeError);
});
