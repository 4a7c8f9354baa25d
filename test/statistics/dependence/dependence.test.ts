import { expect, test } from 'vitest';
import {
  clusteredMeanDifference,
  type Cluster,
} from '../../../src/statistics/dependence/clustered-mean-difference.ts';
import { effectiveSampleSize } from '../../../src/statistics/dependence/effective-sample-size.ts';
import { seasonalBaseline } from '../../../src/statistics/dependence/seasonal-baseline.ts';
import { varianceInflation } from '../../../src/statistics/dependence/variance-inflation.ts';
import { answered } from '../answered.ts';
import { comparison } from '../reference/comparison-reference.ts';
import { seededRandom } from '../seeded-random.ts';

test('a cluster-robust difference agrees with statsmodels', () => {
  const { users, window, value, difference, standardErrorUncorrected } = comparison.clusters;
  const clusters = [...new Set(users)].map((user): Cluster => {
    const side = (which: number) => {
      const own = value.filter((_, i) => users[i] === user && window[i] === which);
      return { n: own.length, sum: own.reduce((sum, x) => sum + x, 0) };
    };
    return { before: side(0), after: side(1) };
  });
  const found = answered(clusteredMeanDifference(clusters));
  const correction = Math.sqrt(clusters.length / (clusters.length - 1));
  expect(found.value).toBeCloseTo(difference, 11);
  expect(found.standardError).toBeCloseTo(standardErrorUncorrected * correction, 11);
  expect(found.clusters).toBe(40);
});

test('one user, or none, cannot be compared', () => {
  const one: Cluster = { before: { n: 3, sum: 1 }, after: { n: 3, sum: 2 } };
  expect(clusteredMeanDifference([one])).toEqual({ kind: 'unanswerable', reason: 'too few rows' });
  expect(clusteredMeanDifference([])).toEqual({ kind: 'unanswerable', reason: 'no rows' });
});

// An AR(1) series with correlation ρ is worth n(1 − ρ)/(1 + ρ) values.
test('an autocorrelated series is worth fewer values than it has', () => {
  const random = seededRandom(51);
  for (const rho of [0, 0.5, 0.8]) {
    const values = new Float64Array(20_000);
    for (let i = 1; i < values.length; i++) values[i] = rho * (values[i - 1] ?? 0) + random.normal();
    const found = answered(effectiveSampleSize(values));
    const truth = (values.length * (1 - rho)) / (1 + rho);
    expect(found.value / truth).toBeGreaterThan(0.7);
    expect(found.value / truth).toBeLessThan(1.45);
  }
  expect(effectiveSampleSize([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])).toMatchObject({ kind: 'unanswerable' });
  expect(effectiveSampleSize(Array.from({ length: 100 }, () => 2))).toEqual({
    kind: 'unanswerable',
    reason: 'no variation',
  });
});

test('independent residuals are not inflated, and a past incident does not pass for noise', () => {
  const random = seededRandom(52);
  const weight = new Float64Array(4000).fill(1);
  const score = Float64Array.from(weight, () => random.normal());
  const quiet = varianceInflation({ score, weight }, [1, 10, 40]) ?? NaN;
  expect(quiet).toBeGreaterThan(0.8);
  expect(quiet).toBeLessThan(1.5);
  const disturbed = score.map((value, i) => (i > 1000 && i < 1200 ? value + 8 : value));
  expect(varianceInflation({ score: disturbed, weight }, [1, 10, 40])).toBeLessThan(2.2);
  expect(varianceInflation({ score: score.slice(0, 20), weight: weight.slice(0, 20) }, [1])).toBeUndefined();
});

const day = (bin: number) => 10 + 5 * Math.sin((2 * Math.PI * bin) / 48);

test('the seasonal baseline is the median of the same time on the other days', () => {
  const numerator = Float64Array.from(
    { length: 48 * 6 },
    (_, bin) => day(bin) + (bin === 48 * 2 + 7 ? 1000 : 0),
  );
  const denominator = new Float64Array(numerator.length).fill(1);
  const calendar = { binsPerDay: 48, firstBinOfDay: 0 };
  const found = seasonalBaseline({ numerator, denominator, calendar, historyBins: 48 * 5 }, 0);
  expect(found.season).toBe('same time of day');
  for (let bin = 0; bin < numerator.length; bin++) expect(found.expected[bin]).toBeCloseTo(day(bin), 9);
});

test('with weeks of history a Sunday is compared with Sundays', () => {
  const weekend = (bin: number) => [0, 6].includes(Math.floor(bin / 48) % 7);
  const numerator = Float64Array.from({ length: 48 * 29 }, (_, bin) => day(bin) * (weekend(bin) ? 3 : 1));
  const denominator = new Float64Array(numerator.length).fill(1);
  const calendar = { binsPerDay: 48, firstBinOfDay: 0, firstWeekday: 0 as const };
  const weeks = (days: number) =>
    seasonalBaseline({ numerator, denominator, calendar, historyBins: 48 * days }, 0);
  expect(weeks(28).season).toBe('same time, same weekday');
  expect(weeks(28).expected[48 * 28 + 5]).toBeCloseTo(3 * day(5), 9);
  expect(weeks(20).season).toBe('same time, weekdays or weekends');
  expect(weeks(20).expected[48 * 20 + 5]).toBeCloseTo(3 * day(5), 9);
  expect(weeks(1).season).toBe('none');
});
