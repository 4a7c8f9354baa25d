import { expect, test } from 'vitest';
import { z } from 'zod';
import { betaQuantile } from '../../../src/statistics/distribution/beta-quantile.ts';
import { binomialMass } from '../../../src/statistics/distribution/binomial-mass.ts';
import {
  binomialCdf,
  binomialQuantile,
  binomialUpperTail,
} from '../../../src/statistics/distribution/binomial.ts';
import { chiSquareCdf, chiSquareSurvival } from '../../../src/statistics/distribution/chi-square.ts';
import { hypergeometricMass } from '../../../src/statistics/distribution/hypergeometric.ts';
import { incompleteBeta } from '../../../src/statistics/distribution/incomplete-beta.ts';
import { incompleteGamma } from '../../../src/statistics/distribution/incomplete-gamma.ts';
import { kolmogorovSurvival } from '../../../src/statistics/distribution/kolmogorov.ts';
import { logGamma } from '../../../src/statistics/distribution/log-gamma.ts';
import {
  complementaryErrorFunction,
  normalCdf,
  normalQuantile,
} from '../../../src/statistics/distribution/normal.ts';
import { poissonCdf, poissonSurvival } from '../../../src/statistics/distribution/poisson.ts';
import { studentCdf, studentQuantile } from '../../../src/statistics/distribution/student.ts';
import { readReference } from '../reference/read-reference.ts';

// Computed by SciPy 1.17 with reference/distribution.py.
const reference = readReference('distribution', z.record(z.string(), z.array(z.array(z.number()))));

// Each row: the arguments, then what SciPy says. The tolerance is relative.
const functions: Record<string, { of: (...args: number[]) => number[]; answers: number; tolerance: number }> =
  {
    logGamma: { of: (x) => [logGamma(x)], answers: 1, tolerance: 1e-13 },
    incompleteGamma: { of: (a, x) => pair(incompleteGamma(a, x)), answers: 2, tolerance: 1e-12 },
    incompleteBeta: { of: (x, a, b) => pair(incompleteBeta({ x, a, b })), answers: 2, tolerance: 1e-11 },
    normalCdf: { of: (x) => [normalCdf(x)], answers: 1, tolerance: 1e-12 },
    normalQuantile: { of: (p) => [normalQuantile(p)], answers: 1, tolerance: 1e-13 },
    erfc: { of: (x) => [complementaryErrorFunction(x)], answers: 1, tolerance: 1e-12 },
    chiSquareSurvival: { of: (x, k) => [chiSquareSurvival(x, k)], answers: 1, tolerance: 1e-12 },
    poissonCdf: { of: (k, m) => [poissonCdf(k, m), poissonSurvival(k, m)], answers: 2, tolerance: 1e-11 },
    studentCdf: { of: (t, k) => [studentCdf(t, k)], answers: 1, tolerance: 1e-11 },
    studentQuantile: { of: (p, k) => [studentQuantile(p, k)], answers: 1, tolerance: 1e-11 },
    betaQuantile: { of: (p, a, b) => [betaQuantile(p, { a, b })], answers: 1, tolerance: 1e-11 },
    binomialMass: { of: (k, n, p) => [binomialMass(k, { n, probability: p })], answers: 1, tolerance: 1e-11 },
    binomialCdf: {
      of: (k, n, p) => [binomialCdf(k, { n, probability: p }), binomialUpperTail(k, { n, probability: p })],
      answers: 2,
      tolerance: 1e-11,
    },
    binomialQuantile: {
      of: (q, n, p) => [binomialQuantile(q, { n, probability: p })],
      answers: 1,
      tolerance: 0,
    },
    hypergeometricMass: {
      of: (k, marked, unmarked, drawn) => [hypergeometricMass(k, { marked, unmarked, drawn })],
      answers: 1,
      tolerance: 1e-11,
    },
    kolmogorovSurvival: { of: (x) => [kolmogorovSurvival(x)], answers: 1, tolerance: 1e-12 },
  };

test('every distribution that SciPy was asked about is held against it', () => {
  expect(Object.keys(functions).sort()).toEqual(Object.keys(reference).sort());
});

test.each(Object.entries(functions))('%s agrees with SciPy', (name, { of, answers, tolerance }) => {
  const rows = reference[name] ?? [];
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows) {
    const expected = row.slice(-answers);
    of(...row.slice(0, -answers)).forEach((found, k) => {
      const wanted = expected[k] ?? NaN;
      const off = Math.abs(found - wanted);
      // Below 1e-300 SciPy's own last digits differ.
      expect(off <= tolerance * Math.abs(wanted) + 1e-300, `${name}(${row.join(', ')}) gave ${found}`).toBe(
        true,
      );
    });
  }
});

test('quantiles undo their distribution functions', () => {
  for (const p of [1e-6, 0.01, 0.3, 0.77, 0.999]) {
    expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 13);
    expect(studentCdf(studentQuantile(p, 6.5), 6.5)).toBeCloseTo(p, 12);
    expect(incompleteBeta({ x: betaQuantile(p, { a: 3, b: 9 }), a: 3, b: 9 }).lower).toBeCloseTo(p, 12);
  }
  expect(chiSquareCdf(3.2, 4) + chiSquareSurvival(3.2, 4)).toBeCloseTo(1, 14);
});

function pair(tails: { lower: number; upper: number }): number[] {
  return [tails.lower, tails.upper];
}
