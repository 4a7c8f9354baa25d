import { expect, test } from 'vitest';
import { changeLeadRatio } from '../../../src/statistics/belief/change-lead.ts';
import { chanceOfCoincidence, changeSeenRatio } from '../../../src/statistics/belief/change-likelihood.ts';
import { dirichletMean, dirichletPrior, updateDirichlet } from '../../../src/statistics/belief/dirichlet.ts';
import { mostEvidence } from '../../../src/statistics/belief/evidence-bound.ts';
import { entropyBits, expectedInformationGainBits } from '../../../src/statistics/belief/information.ts';
import { seededRandom } from '../seeded-random.ts';

const rare = { changes: 2, hours: 24 * 28 };
const busy = { changes: 1300, hours: 24 * 28 };

test('a rare kind of change just before the onset says much, a busy kind little, none at all speaks against', () => {
  expect(changeSeenRatio(true, rare, 0.5)).toBeGreaterThan(100);
  expect(changeSeenRatio(true, busy, 0.5)).toBeLessThan(2);
  expect(changeSeenRatio(true, busy, 0.5)).toBeGreaterThan(1);
  expect(changeSeenRatio(false, rare, 0.5)).toBeCloseTo(0.1, 12);
});

test('coincidence is what a Poisson rate of uncertain size gives', () => {
  // With much history the rate is known: 1 − e^(−λL).
  expect(chanceOfCoincidence({ changes: 1e6, hours: 1e6 }, 0.3)).toBeCloseTo(1 - Math.exp(-0.3), 5);
  expect(chanceOfCoincidence({ changes: 0, hours: 0 }, 1)).toBe(1);
});

test('the ratios average to one when the change is innocent, as likelihood ratios must', () => {
  const chance = chanceOfCoincidence(rare, 2);
  expect(
    chance * changeSeenRatio(true, rare, 2) + (1 - chance) * changeSeenRatio(false, rare, 2),
  ).toBeCloseTo(1, 12);
});

test('the nearer before the onset, the more suspect; after it, not at all', () => {
  const at = (minutes: number) =>
    changeLeadRatio({ lowHours: minutes / 60, highHours: minutes / 60 }, rare, 0.5);
  expect(at(2)).toBeGreaterThan(at(30));
  expect(at(30)).toBeGreaterThan(at(300));
  expect(at(-2)).toBe(0);
  expect(changeLeadRatio({ lowHours: -0.1, highHours: 0.1 }, rare, 0.5)).toBeGreaterThan(1);
});

test('confirmed incidents move the prior by their number', () => {
  const prior = dirichletPrior({ data: 25, code: 20, config: 55 }, 20);
  expect(dirichletMean(prior).data).toBeCloseTo(0.25, 12);
  const after = dirichletMean(updateDirichlet(prior, { data: 20 }));
  expect(after.data).toBeCloseTo((5 + 20) / 40, 12);
  expect(after.data + after.code + after.config).toBeCloseTo(1, 12);
});

test('entropy of a fair choice of eight is three bits, of certainty none', () => {
  expect(entropyBits(Array.from({ length: 8 }, () => 1 / 8))).toBeCloseTo(3, 12);
  expect(entropyBits([1, 0, 0])).toBe(0);
});

test('a check that settles everything is worth the whole entropy, one that every suspect answers alike nothing', () => {
  const suspects = [0.5, 0.25, 0.25];
  const settles = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  expect(expectedInformationGainBits(suspects, settles)).toBeCloseTo(1.5, 12);
  expect(
    expectedInformationGainBits(suspects, [
      [0.7, 0.7, 0.7],
      [0.3, 0.3, 0.3],
    ]),
  ).toBeCloseTo(0, 12);
});

test('no check is worth less than nothing or more than what is unknown', () => {
  const random = seededRandom(41);
  for (let round = 0; round < 300; round++) {
    const weights = [random.uniform(), random.uniform(), random.uniform()];
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    const shifted = [random.uniform(), random.uniform(), random.uniform()];
    const gain = expectedInformationGainBits(weights, [shifted, shifted.map((p) => 1 - p)]);
    expect(gain).toBeGreaterThanOrEqual(0);
    expect(gain).toBeLessThanOrEqual(Math.min(1, entropyBits(weights.map((w) => w / all))) + 1e-12);
  }
});

test('a p-value speaks for its effect no more than Sellke, Bayarri and Berger allow', () => {
  // Table 1 of "Calibration of p values for testing precise null hypotheses" (2001), the odds turned around.
  for (const [p, odds] of [
    [0.1, 1 / 0.625],
    [0.05, 1 / 0.4072],
    [0.01, 1 / 0.1252],
    [0.005, 1 / 0.072],
    [0.001, 1 / 0.0188],
  ] as const)
    expect(Math.exp(mostEvidence(p)) / odds).toBeCloseTo(1, 2);
  expect(mostEvidence(0.4)).toBe(0);
  expect(mostEvidence(0)).toBe(Infinity);
});
