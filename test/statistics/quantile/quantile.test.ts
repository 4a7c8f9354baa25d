import { expect, test } from 'vitest';
import { histogramQuantile } from '../../../src/statistics/quantile/histogram-quantile.ts';
import { orderRanks } from '../../../src/statistics/quantile/order-ranks.ts';
import { quantileDifference } from '../../../src/statistics/quantile/quantile-difference.ts';
import { quantile } from '../../../src/statistics/quantile/quantile.ts';
import { ShapeError } from '../../../src/statistics/shape-error.ts';
import { answered } from '../answered.ts';
import { seededRandom } from '../seeded-random.ts';

// R 4.2: qbinom(.025, 100, .95) = 90, qbinom(.975, 100, .95) = 99; ranks 90 and 100.
test('ranks enclose a quantile with at least the level asked', () => {
  expect(orderRanks({ n: 100, probability: 0.95 }, 0.95)).toMatchObject({ low: 90, high: 100 });
  for (const n of [80, 137, 500, 20_000]) {
    const found = orderRanks({ n, probability: 0.95 }, 0.95);
    if (found.kind !== 'ranks') throw new Error(found.reason);
    expect(found.coverage).toBeGreaterThanOrEqual(0.95);
  }
});

test('p95 of too few rows has no interval, and the answer says so', () => {
  expect(
    quantile(
      Array.from({ length: 40 }, (_, i) => i),
      0.95,
    ),
  ).toEqual({
    kind: 'unanswerable',
    reason: 'too few rows',
  });
  expect(quantile([], 0.5)).toEqual({ kind: 'unanswerable', reason: 'no rows' });
  expect(() => quantile([1, 2, 3], 95)).toThrow(ShapeError);
});

test('the interval of p95 holds the truth at least as often as it says', () => {
  const random = seededRandom(4);
  const truth = -Math.log(0.05);
  let held = 0;
  for (let round = 0; round < 500; round++) {
    const found = answered(
      quantile(
        Array.from({ length: 200 }, () => -Math.log(1 - random.uniform())),
        0.95,
      ),
    );
    if (found.interval.low <= truth && truth <= found.interval.high) held += 1;
  }
  expect(held / 500).toBeGreaterThan(0.935);
});

test('a fine histogram gives the quantile of the rows to within its bin width', () => {
  const random = seededRandom(6);
  const values = Array.from({ length: 4000 }, () => 80 * Math.exp(0.5 * random.normal()));
  const rows = answered(quantile(values, 0.95));
  const binned = answered(histogramQuantile(histogramOf(values), 0.95));
  expect(Math.abs(binned.value - rows.value)).toBeLessThanOrEqual(binned.binWidth);
  expect(Math.abs(binned.interval.low - rows.interval.low)).toBeLessThanOrEqual(2 * binned.binWidth);
  expect(Math.abs(binned.interval.high - rows.interval.high)).toBeLessThanOrEqual(2 * binned.binWidth);
});

test('a latency that rose is told from one that did not', () => {
  const random = seededRandom(7);
  const window = (factor: number) =>
    histogramOf(Array.from({ length: 1500 }, () => factor * 80 * Math.exp(0.5 * random.normal())));
  const risen = answered(quantileDifference({ before: window(1), after: window(1.4) }, 0.95));
  expect(risen.interval.low).toBeGreaterThan(20);
  expect(risen.pValue).toBeLessThan(1e-6);
  let alarms = 0;
  for (let round = 0; round < 200; round++) {
    if (answered(quantileDifference({ before: window(1), after: window(1) }, 0.95)).pValue < 0.05)
      alarms += 1;
  }
  expect(alarms).toBeLessThan(22);
});

test('edges that do not fit the counts are a mistake of the caller', () => {
  expect(() => histogramQuantile({ edges: [0, 1], counts: [1, 2] }, 0.5)).toThrow(ShapeError);
  expect(() => histogramQuantile({ edges: [0, 2, 1], counts: [1, 2] }, 0.5)).toThrow(ShapeError);
  expect(histogramQuantile({ edges: [0, 1, Infinity], counts: [50, 60] }, 0.5)).toEqual({
    kind: 'unanswerable',
    reason: 'not a finite number',
  });
});

function histogramOf(values: readonly number[]) {
  const edges = Array.from({ length: 161 }, (_, b) => b * 10);
  const counts = Array.from({ length: 160 }, () => 0);
  for (const value of values) {
    const bin = Math.min(159, Math.floor(value / 10));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { edges, counts };
}
