import { expect, test } from 'vitest';
import { aucSeries } from '../../../src/statistics/auc/auc-series.ts';
import { onset, type OnsetFound } from '../../../src/statistics/onset/onset.ts';
import type { OnsetQuestion } from '../../../src/statistics/onset/binned-series.ts';
import { ShapeError } from '../../../src/statistics/shape-error.ts';
import { seededRandom } from '../seeded-random.ts';
import { BINS_PER_DAY, SEARCH_FROM, seasonalMeans, seasonalRates } from './synthetic-series.ts';

const AT = SEARCH_FROM + 170;
const none = () => 0;
const step = (size: number) => (bin: number) => (bin >= AT ? size : 0);

test('no onset is found on 300 quiet seasonal days, dependent noise or not', () => {
  for (let seed = 1; seed <= 200; seed++) expect(onset(seasonalMeans(seed, none)).kind).toBe('no change');
  for (let seed = 1; seed <= 150; seed++)
    expect(onset(seasonalMeans(seed, none, 0.8)).kind).toBe('no change');
});

test('no onset is found in 120 quiet days of rates, common or rare', () => {
  for (let seed = 1; seed <= 40; seed++) {
    for (const usual of [
      { rate: 0.3, trials: 30 },
      { rate: 0.01, trials: 60 },
      { rate: 0.001, trials: 30 },
    ]) {
      expect(onset(seasonalRates(seed, usual, (_, rate) => rate)).kind).toBe('no change');
    }
  }
});

test.each([
  { size: 0.5, found: 4, typicalError: 25 },
  { size: 1, found: 74, typicalError: 4 },
  { size: 2, found: 80, typicalError: 1 },
  { size: 4, found: 80, typicalError: 0 },
])('a step of $size sd is dated, and the interval holds the truth', ({ size, found, typicalError }) => {
  const answers = many(80, (seed) => seasonalMeans(seed, step(size)));
  expect(answers.length).toBeGreaterThanOrEqual(found);
  expect(held(answers)).toBeGreaterThanOrEqual(0.93);
  const errors = answers.map((answer) => Math.abs(answer.onset - AT)).sort((a, b) => a - b);
  expect(errors[errors.length >> 1]).toBeLessThanOrEqual(typicalError);
  expect(answers.filter((answer) => answer.shape === 'step').length / answers.length).toBeGreaterThan(0.95);
});

test('a step is dated in dependent noise too', () => {
  const answers = many(60, (seed) => seasonalMeans(seed, step(4), 0.7));
  expect(answers.length).toBe(60);
  expect(held(answers)).toBeGreaterThanOrEqual(0.93);
});

test('nulls that jump from half a percent to fifteen are dated, in few rows', () => {
  const usual = { rate: 0.005, trials: 15 };
  const answers = many(40, (seed) =>
    seasonalRates(seed, usual, (bin, rate) => (bin >= AT ? 30 * rate : rate)),
  );
  expect(answers.length).toBe(40);
  expect(held(answers)).toBeGreaterThanOrEqual(0.9);
});

test('a slow rise is called a ramp and dated from where it began, not from where it was seen', () => {
  const rise = (bin: number) => 4 * Math.min(1, Math.max(0, (bin - AT + 1) / 60));
  const answers = many(60, (seed) => seasonalMeans(seed, rise));
  expect(answers.filter((answer) => answer.shape === 'ramp').length).toBeGreaterThan(55);
  expect(held(answers)).toBeGreaterThanOrEqual(0.93);
  const durations = answers.map((answer) => answer.duration ?? Infinity).sort((a, b) => a - b);
  expect(durations[30]).toBeGreaterThan(40);
  expect(durations[30]).toBeLessThan(85);
});

test('a rate that creeps up is called a ramp', () => {
  const usual = { rate: 0.01, trials: 60 };
  const creep = (bin: number, rate: number) => rate + 0.2 * Math.min(1, Math.max(0, (bin - AT + 1) / 60));
  const answers = many(30, (seed) => seasonalRates(seed, usual, creep));
  expect(answers.filter((answer) => answer.shape === 'ramp').length).toBeGreaterThan(26);
  expect(held(answers)).toBeGreaterThanOrEqual(0.9);
});

test('a change that ended again is called a bump, with its end', () => {
  const answers = many(60, (seed) => seasonalMeans(seed, (bin) => (bin >= AT && bin < AT + 40 ? 3 : 0)));
  expect(answers.filter((answer) => answer.shape === 'bump').length).toBe(60);
  expect(held(answers)).toBeGreaterThanOrEqual(0.95);
  for (const answer of answers) expect(Math.abs((answer.end ?? 0) - AT - 40)).toBeLessThanOrEqual(3);
});

test('one odd bin is no onset, however odd', () => {
  for (let seed = 1; seed <= 30; seed++) {
    expect(onset(seasonalMeans(seed, (bin) => (bin === AT ? 60 : 0))).kind).toBe('no change');
  }
});

test('an incident in the history does not hide the one of today', () => {
  const earlier = 3 * BINS_PER_DAY + 100;
  const both = (bin: number) => (bin >= AT || (bin >= earlier && bin < earlier + 90) ? 4 : 0);
  const answers = many(40, (seed) => seasonalMeans(seed, both));
  expect(answers.length).toBe(40);
  expect(held(answers)).toBeGreaterThanOrEqual(0.93);
});

test('the effect is measured against the season, leaving out the bins the onset may lie in', () => {
  const answers = many(80, (seed) => seasonalMeans(seed, step(2)));
  const close = answers.filter(({ effect }) => effect.interval.low <= 2 && 2 <= effect.interval.high);
  expect(close.length / answers.length).toBeGreaterThan(0.85);
  for (const { effect } of answers) expect(effect.after - effect.before).toBeCloseTo(effect.value, 12);
});

test('bins with many rows bring their own variance, and empty bins are passed over', () => {
  const random = seededRandom(77);
  const n = new Float64Array(8 * BINS_PER_DAY);
  const [sum, sumOfSquares] = [new Float64Array(n.length), new Float64Array(n.length)];
  n.forEach((_, bin) => {
    if (bin % 7 === 3 || (bin >= AT - 6 && bin < AT)) return;
    n[bin] = 20;
    for (let row = 0; row < 20; row++) {
      const value = random.normal() + (bin >= AT ? 0.6 : 0);
      sum[bin] = (sum[bin] ?? 0) + value;
      sumOfSquares[bin] = (sumOfSquares[bin] ?? 0) + value * value;
    }
  });
  const found = onset({
    series: { kind: 'means', n, sum, sumOfSquares },
    calendar: { binsPerDay: BINS_PER_DAY, firstBinOfDay: 0 },
    searchFrom: SEARCH_FROM,
  });
  if (found.kind !== 'estimate') throw new Error(found.kind);
  expect(found.varianceInflation).toBeLessThan(2);
  // No rows arrived in the half hour before the step: it may have begun in any of its bins.
  expect(found.interval.low).toBeLessThanOrEqual(AT - 6);
  expect(found.interval.high).toBeGreaterThanOrEqual(AT);
});

test('without history a step is still dated, and a quiet day is still quiet', () => {
  const lastDay = (question: OnsetQuestion): OnsetQuestion => {
    if (question.series.kind !== 'means') throw new Error('means expected');
    const { n, sum } = question.series;
    const flat = Float64Array.from({ length: 200 }, (_, k) => (sum[SEARCH_FROM + k] ?? 0) - season(k));
    return {
      series: {
        kind: 'means',
        n: Float64Array.from(flat, () => n[0] ?? 1),
        sum: flat,
        sumOfSquares: flat.map((x) => x * x),
      },
      calendar: question.calendar,
      searchFrom: 0,
    };
  };
  for (let seed = 1; seed <= 60; seed++) {
    expect(onset(lastDay(seasonalMeans(seed, none))).kind).toBe('no change');
    const found = onset(lastDay(seasonalMeans(seed, (bin) => (bin >= SEARCH_FROM + 120 ? 3 : 0))));
    if (found.kind !== 'estimate') throw new Error('the step was missed');
    expect(Math.abs(found.onset - 120)).toBeLessThanOrEqual(4);
    expect(found.season).toBe('none');
  }
});

test('no change found says how small a change could have been seen', () => {
  const found = onset(seasonalMeans(3, none));
  if (found.kind !== 'no change') throw new Error(found.kind);
  const half = SEARCH_FROM + BINS_PER_DAY / 2;
  const missed = (size: number) =>
    Array.from({ length: 40 }, (_, k) =>
      onset(seasonalMeans(k + 1, (bin) => (bin >= half ? size : 0))),
    ).filter((answer) => answer.kind === 'no change').length;
  expect(missed(1.5 * found.detectable)).toBeLessThan(4);
  expect(missed(0.5 * found.detectable)).toBeGreaterThan(36);
});

test('too little, constant or impossible data is unanswerable', () => {
  const ask = (events: number[], trials: number[]) =>
    onset({
      series: { kind: 'rates', events, trials },
      calendar: { binsPerDay: 24, firstBinOfDay: 0 },
      searchFrom: 0,
    });
  expect(ask([], [])).toEqual({ kind: 'unanswerable', reason: 'too few bins' });
  expect(ask([1, 0, 1], [9, 9, 9])).toEqual({ kind: 'unanswerable', reason: 'too few bins' });
  const hundred = (value: number) => Array.from({ length: 100 }, () => value);
  expect(ask(hundred(0), hundred(0))).toEqual({ kind: 'unanswerable', reason: 'too few bins' });
  expect(ask(hundred(0), hundred(50))).toEqual({ kind: 'unanswerable', reason: 'no variation' });
  expect(ask(hundred(3), hundred(2))).toEqual({ kind: 'unanswerable', reason: 'counts are not possible' });
  expect(ask(hundred(NaN), hundred(2))).toEqual({ kind: 'unanswerable', reason: 'not a finite number' });
  expect(() => ask([1], [1, 2])).toThrow(ShapeError);
});

test('a day of five-minute bins against a week of history takes a few milliseconds', () => {
  const milliseconds = Array.from({ length: 60 }, (_, k) => {
    const question = seasonalMeans(k + 1, none);
    const began = performance.now();
    onset(question);
    return performance.now() - began;
  });
  // About 1 ms; the fastest of many, because other work shares the machine.
  expect(Math.min(...milliseconds)).toBeLessThan(6);
});

test('an AUC that falls is dated, from histograms of scores per time bin', () => {
  const random = seededRandom(91);
  const at = SEARCH_FROM + 150;
  const timeBins = Array.from({ length: SEARCH_FROM + BINS_PER_DAY }, (_, bin) => {
    const [positives, negatives] = [new Float64Array(10), new Float64Array(10)];
    for (let row = 0; row < 12; row++) {
      const label = random.uniform() < 0.3 ? 1 : 0;
      const score = 1 / (1 + Math.exp(-(bin >= at ? 0.4 : 1.6) * label - random.normal()));
      const side = label === 1 ? positives : negatives;
      const scoreBin = Math.floor(score * 10);
      side[scoreBin] = (side[scoreBin] ?? 0) + 1;
    }
    return { positives, negatives };
  });
  const added = (kind: 'positives' | 'negatives') =>
    Float64Array.from({ length: 10 }, (_, b) =>
      timeBins.slice(0, SEARCH_FROM).reduce((sum, bin) => sum + (bin[kind][b] ?? 0), 0),
    );
  const series = aucSeries({ positives: added('positives'), negatives: added('negatives') }, timeBins);
  if (series.kind !== 'series') throw new Error(series.reason);
  const found = onset({
    series: {
      kind: 'means',
      n: series.bins.map((bin) => bin.n),
      sum: series.bins.map((bin) => bin.sum),
      sumOfSquares: series.bins.map((bin) => bin.sumOfSquares),
    },
    calendar: { binsPerDay: BINS_PER_DAY, firstBinOfDay: 0 },
    searchFrom: SEARCH_FROM,
  });
  if (found.kind !== 'estimate') throw new Error(found.kind);
  expect(found.interval.low).toBeLessThanOrEqual(at);
  expect(found.interval.high).toBeGreaterThanOrEqual(at);
  expect(found.effect.before).toBeCloseTo(series.auc, 1);
  expect(found.effect.interval.high).toBeLessThan(-0.1);
});

function season(bin: number): number {
  const phase = (2 * Math.PI * bin) / BINS_PER_DAY;
  return 10 + 3 * Math.sin(phase) + 1.5 * Math.sin(3 * phase);
}

function many(seeds: number, ask: (seed: number) => OnsetQuestion): OnsetFound[] {
  return Array.from({ length: seeds }, (_, k) => onset(ask(k + 1))).filter(
    (answer) => answer.kind === 'estimate',
  );
}

function held(answers: readonly OnsetFound[]): number {
  return answers.filter(({ interval }) => interval.low <= AT && AT <= interval.high).length / answers.length;
}
