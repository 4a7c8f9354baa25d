import { expect, test } from 'vitest';
import { z } from 'zod';
import { stratifiedDifference } from '../../../src/statistics/proportion/stratified-difference.ts';
import { answered } from '../answered.ts';
import { readReference } from '../reference/read-reference.ts';
import { seededRandom } from '../seeded-random.ts';

/** Computed by statsmodels 0.13 with stratified.py: events and trials before, events and trials after, of each stratum. */
const reference = readReference(
  'stratified',
  z.array(
    z.object({
      strata: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
      p: z.number(),
      difference: z.number(),
    }),
  ),
);

test('difference and p within strata agree with statsmodels', () => {
  for (const { strata, p, difference } of reference) {
    const found = answered(
      stratifiedDifference(
        strata.map(([e0, n0, e1, n1]) => ({
          before: { events: e0, trials: n0 },
          after: { events: e1, trials: n1 },
        })),
      ),
    );
    expect(found.pValue).toBeCloseTo(p, 10);
    expect(found.value).toBeCloseTo(difference, 12);
    expect(found.after - found.before).toBeCloseTo(found.value, 12);
  }
});

test('over a hundred strata of a few rows each, five of a hundred quiet comparisons have a p of at most 5 %', () => {
  const random = seededRandom(5);
  const draw = (trials: number, rate: number) => {
    let events = 0;
    for (let i = 0; i < trials; i++) if (random.uniform() < rate) events += 1;
    return { events, trials };
  };
  let small = 0;
  for (let time = 0; time < 600; time++) {
    const strata = Array.from({ length: 120 }, (_, k) => {
      const rate = (k % 10) / 10 + 0.05;
      const sign = rate > 0.5 ? (-1 as const) : (1 as const);
      return { before: draw(6, rate), after: draw(5, rate), sign };
    });
    if (answered(stratifiedDifference(strata)).pValue <= 0.05) small += 1;
  }
  expect(small / 600).toBeGreaterThan(0.03);
  expect(small / 600).toBeLessThan(0.07);
});

test('what is turned around in one stratum adds up with what it is in the other', () => {
  const low = { before: { events: 100, trials: 1000 }, after: { events: 200, trials: 1000 } };
  const high = { before: { events: 900, trials: 1000 }, after: { events: 800, trials: 1000 } };
  expect(answered(stratifiedDifference([low, high])).value).toBeCloseTo(0, 12);
  expect(answered(stratifiedDifference([low, { ...high, sign: -1 }])).value).toBeCloseTo(0.1, 12);
});

test('no rows, no variation and impossible counts are said', () => {
  expect(stratifiedDifference([]).kind).toBe('unanswerable');
  const none = { events: 0, trials: 10 };
  expect(stratifiedDifference([{ before: none, after: none }])).toEqual({
    kind: 'unanswerable',
    reason: 'no variation',
  });
  expect(stratifiedDifference([{ before: none, after: { events: 3, trials: 2 } }]).kind).toBe('unanswerable');
});
