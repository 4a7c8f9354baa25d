import { expect, test } from 'vitest';
import { histogramAuc, type ScoreHistogram } from '../../../src/statistics/auc/histogram-auc.ts';
import { aucBySegment } from '../../../src/statistics/mix/auc-by-segment.ts';
import { mixAndRate } from '../../../src/statistics/mix/mix-and-rate.ts';
import { answered } from '../answered.ts';
import { seededRandom } from '../seeded-random.ts';

const rate = (events: number, n: number) => ({ n, sum: events, sumOfSquares: events });

test('rate and mix add up to the change exactly, whatever the segments', () => {
  const random = seededRandom(14);
  for (let round = 0; round < 200; round++) {
    const segments = Array.from({ length: 2 + random.whole(6) }, (_, s) => {
      const window = () => {
        const n = random.whole(4) === 0 ? 0 : 1 + random.whole(500);
        return rate(random.whole(n + 1), n);
      };
      return { segment: `s${s}`, before: window(), after: window() };
    });
    const found = mixAndRate([...segments, { segment: 'rest', before: rate(3, 20), after: rate(4, 20) }]);
    const { value, rate: rates, mix, segments: parts } = answered(found);
    expect(rates + mix).toBeCloseTo(value, 12);
    expect(parts.reduce((sum, part) => sum + part.rate + part.mix, 0)).toBeCloseTo(value, 12);
  }
});

test('the segment whose rate fell carries the change', () => {
  const found = answered(
    mixAndRate([
      { segment: 'android', before: rate(900, 1000), after: rate(700, 1000) },
      { segment: 'ios', before: rate(800, 1000), after: rate(801, 1000) },
    ]),
  );
  expect(found.mix).toBeCloseTo(0, 12);
  expect(found.segments[0]?.rate).toBeCloseTo(-0.1, 12);
  expect(found.rateInterval.high).toBeLessThan(0);
  expect(found.simpsonsParadox).toBe(false);
});

// Charig et al. 1986, kidney stones: treatment A is better for small and for large stones, and worse overall.
test("Simpson's paradox is called by its name", () => {
  const found = answered(
    mixAndRate([
      { segment: 'small', before: rate(2340, 2700), after: rate(810, 870) },
      { segment: 'large', before: rate(550, 800), after: rate(1920, 2630) },
    ]),
  );
  expect(found.value).toBeLessThan(0);
  expect(found.rate).toBeGreaterThan(0);
  expect(found.simpsonsParadox).toBe(true);
});

// By hand: overall 0.50 to 0.56, mean 0.53; (0.8 − 0.53) × 0.1 and (0.2 − 0.53) × −0.1.
test('traffic that moves to the better segment is credited to both, about the overall mean', () => {
  const found = answered(
    mixAndRate([
      { segment: 'better', before: rate(400, 500), after: rate(480, 600) },
      { segment: 'worse', before: rate(100, 500), after: rate(80, 400) },
    ]),
  );
  expect(found.segments.map((part) => part.rate)).toEqual([0, 0]);
  expect(found.segments[0]?.mix).toBeCloseTo(0.027, 12);
  expect(found.segments[1]?.mix).toBeCloseTo(0.033, 12);
});

test('a new segment is mix, not rate', () => {
  const found = answered(
    mixAndRate([
      { segment: 'known', before: rate(50, 100), after: rate(50, 100) },
      { segment: 'campaign', before: rate(0, 0), after: rate(5, 100) },
    ]),
  );
  expect(found.rate).toBe(0);
  expect(found.mix).toBeCloseTo(-0.225, 12);
});

test('no rows in a window is unanswerable', () => {
  expect(mixAndRate([{ segment: 'a', before: rate(0, 0), after: rate(1, 2) }])).toEqual({
    kind: 'unanswerable',
    reason: 'no rows',
  });
  expect(mixAndRate([{ segment: 'a', before: rate(NaN, 3), after: rate(1, 2) }])).toEqual({
    kind: 'unanswerable',
    reason: 'not a finite number',
  });
});

test('AUC over pairs of segments adds up to the AUC of all rows, and so does its change', () => {
  const random = seededRandom(15);
  const histogram = (): ScoreHistogram => ({
    positives: Array.from({ length: 8 }, (_, b) => random.poisson(b)),
    negatives: Array.from({ length: 8 }, (_, b) => random.poisson(9 - b)),
  });
  const segments = ['a', 'b', 'c'].map((segment) => ({ segment, before: histogram(), after: histogram() }));
  const found = answered(aucBySegment(segments));
  for (const window of ['before', 'after'] as const) {
    const all = answered(
      histogramAuc({
        positives: sum(segments.map((s) => s[window].positives)),
        negatives: sum(segments.map((s) => s[window].negatives)),
      }),
    );
    expect(found[window]).toBeCloseTo(all.value, 12);
  }
  expect(found.within + found.between + found.mix).toBeCloseTo(found.value, 12);
  expect(found.segments.reduce((total, part) => total + part.rate + part.mix, 0)).toBeCloseTo(
    found.value,
    12,
  );
});

test('scores shifted in one segment show between segments, not within', () => {
  const normal = { positives: [0, 0, 10, 30, 10, 0], negatives: [10, 30, 10, 0, 0, 0] };
  const shifted = {
    positives: [10, 30, 10, 0, 0, 0].map((_, b) => normal.positives[b + 2] ?? 0),
    negatives: [10, 0, 0, 0, 0, 0],
  };
  const found = answered(
    aucBySegment([
      { segment: 'steady', before: normal, after: normal },
      { segment: 'shifted', before: normal, after: shifted },
    ]),
  );
  expect(found.between).toBeLessThan(-0.05);
  expect(Math.abs(found.within)).toBeLessThan(Math.abs(found.between));
});

function sum(lists: readonly ArrayLike<number>[]): number[] {
  return Array.from(lists[0] ?? [], (_, b) => lists.reduce((total, list) => total + (list[b] ?? 0), 0));
}
