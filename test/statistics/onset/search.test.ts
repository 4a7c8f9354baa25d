import { expect, test } from 'vitest';
import { binomialRampGain } from '../../../src/statistics/onset/binomial-ramp-gain.ts';
import { bestBump } from '../../../src/statistics/onset/bump-search.ts';
import { evidenceOf } from '../../../src/statistics/onset/evidence.ts';
import { bestRamp } from '../../../src/statistics/onset/ramp-search.ts';
import { bestStep } from '../../../src/statistics/onset/step-search.ts';
import type { SearchedBins } from '../../../src/statistics/onset/searched-bins.ts';
import { seededRandom } from '../seeded-random.ts';

test('the step search agrees with two weighted means computed anew for every bin', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const bins = drawMeans(seed);
    const residual = bins.level.map((level, k) => level - (bins.expected[k] ?? 0));
    const all = squares(residual, bins.variance, 0, residual.length);
    let best = { onset: 0, gain: -Infinity };
    for (let t = 3; t <= residual.length - 3; t++) {
      const gain =
        all - squares(residual, bins.variance, 0, t) - squares(residual, bins.variance, t, residual.length);
      if (gain > best.gain) best = { onset: t, gain };
    }
    const found = bestStep(evidenceOf(bins));
    expect(found.onset).toBe(best.onset);
    expect(found.gain).toBeCloseTo(best.gain, 8);
  }
});

test('the bump search finds what trying all pairs of bins finds', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const evidence = evidenceOf(drawMeans(seed, (k) => (k >= 40 && k < 75 ? 1.5 : 0)));
    let best = -Infinity;
    for (let from = 3; from < evidence.size; from++) {
      for (let to = from + 3; to <= evidence.size - 3; to++) best = Math.max(best, evidence.gain(from, to));
    }
    expect(bestBump(evidence).gain / best).toBeGreaterThan(0.999);
  }
});

test('the ramp search agrees with least squares computed anew', () => {
  const bins = drawMeans(4, (k) => Math.max(0, (k - 50) / 20));
  const evidence = evidenceOf(bins);
  const { ramp } = bestRamp(evidence);
  const length = ramp.duration === Infinity ? evidence.size - ramp.onset : ramp.duration;
  const f = evidence.residual.map((_, k) => Math.min(1, Math.max(0, (k - ramp.onset + 1) / length)));
  const mass = sum(evidence.weight);
  const mean = sum(f.map((value, k) => value * (evidence.weight[k] ?? 0))) / mass;
  const cross = sum(
    f.map((value, k) => (evidence.weight[k] ?? 0) * (value - mean) * (evidence.residual[k] ?? 0)),
  );
  const spread = sum(f.map((value, k) => (evidence.weight[k] ?? 0) * (value - mean) ** 2));
  expect(ramp.gain).toBeCloseTo((cross * cross) / spread, 8);
});

test('the gain of a step of a flat rate is its likelihood ratio, G² of the 2×2 table', () => {
  const random = seededRandom(6);
  const rows = Float64Array.from({ length: 60 }, () => 20 + random.whole(20));
  const events = rows.map((n, k) => random.binomial(n, k < 35 ? 0.1 : 0.25));
  const bins: SearchedBins = {
    kind: 'rates',
    position: Int32Array.from(rows, (_, k) => k),
    rows,
    level: events.map((count, k) => count / (rows[k] ?? 1)),
    expected: rows.map(() => 0.1),
    variance: rows.map((n) => 0.09 / n),
    inflation: 1,
  };
  const likelihood = (from: number, to: number) => {
    const [y, n] = [sum(events.slice(from, to)), sum(rows.slice(from, to))];
    return y * Math.log(y / n) + (n - y) * Math.log(1 - y / n);
  };
  const expected = 2 * (likelihood(0, 35) + likelihood(35, 60) - likelihood(0, 60));
  expect(evidenceOf(bins).gain(35, 60)).toBeCloseTo(expected, 6);
  expect(binomialRampGain(bins, { onset: 35, duration: 1 })).toBeCloseTo(expected, 2);
});

function drawMeans(
  seed: number,
  disturbance: (k: number) => number = (k) => (k >= 70 ? 1 : 0),
): SearchedBins {
  const random = seededRandom(seed);
  const size = 110;
  const rows = Float64Array.from({ length: size }, () => 1 + random.whole(5));
  const expected = Float64Array.from({ length: size }, (_, k) => Math.sin(k / 9));
  const variance = rows.map((n) => 1 / n);
  const level = expected.map(
    (value, k) => value + disturbance(k) + Math.sqrt(variance[k] ?? 1) * random.normal(),
  );
  const position = Int32Array.from({ length: size }, (_, k) => k);
  return { kind: 'means', position, rows, level, expected, variance, inflation: 1 };
}

// Weighted squares about the stretch's own mean.
function squares(residual: Float64Array, variance: Float64Array, from: number, to: number): number {
  const weights = variance.slice(from, to).map((value) => 1 / value);
  const part = residual.slice(from, to);
  const mean = sum(part.map((value, k) => value * (weights[k] ?? 0))) / sum(weights);
  return sum(part.map((value, k) => (weights[k] ?? 0) * (value - mean) ** 2));
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
