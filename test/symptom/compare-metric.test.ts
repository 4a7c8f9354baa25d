import { expect, test } from 'vitest';
import { compareMetric, measureTally } from '../../src/symptom/compare-metric.ts';
import type { MetricTally } from '../../src/symptom/metric-tally.ts';
import { measurementWords, valueWords } from '../../src/symptom/metric-words.ts';

const share = (events: number, trials: number): MetricTally => ({ kind: 'share', events, trials });

test('a share is compared with Newcombe’s interval and a p', () => {
  const found = compareMetric(share(10, 1000), share(60, 1000));
  expect(found.difference?.value).toBeCloseTo(0.05, 9);
  expect(found.difference?.low).toBeGreaterThan(0.03);
  expect(found.p).toBeLessThan(1e-6);
  expect(found.reason).toBeNull();
});

test('an empty window leaves no number, only the reason', () => {
  const found = compareMetric(share(10, 1000), share(0, 0));
  expect(found).toMatchObject({ after: null, difference: null, p: null, reason: 'after: no rows' });
});

test('an AUC with four positives is no AUC', () => {
  const positives = new Float64Array(200);
  const negatives = new Float64Array(200);
  positives[150] = 4;
  negatives[50] = 400;
  expect(measureTally({ kind: 'auc', positives, negatives })).toEqual({
    kind: 'unanswerable',
    reason: 'too few rows',
  });
});

test('volume is held against the same hours of other days, the first and last hour left out', () => {
  const hour = 3_600_000;
  const start = Date.parse('2026-03-01T00:00:00Z');
  const usual = (at: number) => (new Date(at).getUTCHours() < 6 ? 20 : 100) + ((at / hour) % 7);
  const before = new Map(
    Array.from({ length: 7 * 24 }, (_, k) => [start + k * hour, usual(start + k * hour)] as const),
  );
  const night = Date.parse('2026-03-08T00:00:00Z');
  const after = new Map(
    Array.from({ length: 6 }, (_, k) => [night + k * hour, usual(night + k * hour)] as const),
  );
  const found = compareMetric({ kind: 'volume', hours: before }, { kind: 'volume', hours: after });
  expect(found.before?.value).toBeLessThan(30);
  expect(found.p).toBeGreaterThan(0.05);
});

test('people read a value in its own unit', () => {
  expect(measurementWords({ value: 0.782, low: 0.77, high: 0.79, n: 10 }, 'score')).toBe(
    '0.782 (0.770–0.790)',
  );
  expect(valueWords(0.0412, 'share')).toBe('4.12 %');
  expect(valueWords(904.97, 'ms')).toBe('905 ms');
});
