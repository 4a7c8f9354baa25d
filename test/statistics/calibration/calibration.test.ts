import { expect, test } from 'vitest';
import { z } from 'zod';
import { brierDecomposition } from '../../../src/statistics/calibration/brier-decomposition.ts';
import { calibrationBins } from '../../../src/statistics/calibration/calibration-bins.ts';
import { calibrationInTheLarge } from '../../../src/statistics/calibration/calibration-in-the-large.ts';
import { expectedCalibrationError } from '../../../src/statistics/calibration/expected-calibration-error.ts';
import { logisticRecalibration } from '../../../src/statistics/calibration/logistic-recalibration.ts';
import { spiegelhalterZ } from '../../../src/statistics/calibration/spiegelhalter.ts';
import { answered } from '../answered.ts';
import { readReference } from '../reference/read-reference.ts';
import { seededRandom, type SeededRandom } from '../seeded-random.ts';

// Computed by statsmodels 0.13 and scikit-learn 1.2 with reference/calibration.py.
const reference = readReference(
  'calibration',
  z.object({
    scores: z.array(z.number()),
    labels: z.array(z.number()),
    intercept: z.number(),
    slope: z.number(),
    interceptError: z.number(),
    slopeError: z.number(),
    spiegelhalter: z.number(),
    spiegelhalterP: z.number(),
    brier: z.number(),
  }),
);
const points = reference.scores.map((score, i) => ({ score, n: 1, positives: reference.labels[i] ?? 0 }));

test('slope and intercept agree with the logistic regression of statsmodels', () => {
  const found = answered(logisticRecalibration(points));
  expect(found.slope.value / reference.slope).toBeCloseTo(1, 9);
  expect(found.intercept.value / reference.intercept).toBeCloseTo(1, 9);
  expect(found.slope.standardError / reference.slopeError).toBeCloseTo(1, 9);
  expect(found.intercept.standardError / reference.interceptError).toBeCloseTo(1, 9);
});

test("Spiegelhalter's Z agrees with its formula in NumPy", () => {
  const found = answered(spiegelhalterZ(points));
  expect(found.value).toBeCloseTo(reference.spiegelhalter, 10);
  expect(found.pValue).toBeCloseTo(reference.spiegelhalterP, 10);
});

test("Murphy's parts add up to the Brier score of the rows", () => {
  for (const binCount of [1, 5, 15]) {
    const bins = binsOf(reference.scores, reference.labels, binCount);
    const found = answered(brierDecomposition(bins));
    expect(found.value).toBeCloseTo(reference.brier, 12);
    expect(found.reliability - found.resolution + found.uncertainty + found.withinBin).toBeCloseTo(
      found.value,
      12,
    );
  }
});

test('a calibrated model is called calibrated, an overconfident one is not', () => {
  const random = seededRandom(31);
  let alarms = { spiegelhalter: 0, slope: 0, large: 0 };
  for (let round = 0; round < 200; round++) {
    const { scores, labels } = draw(random, 500, 1);
    const rows = scores.map((score, i) => ({ score, n: 1, positives: labels[i] ?? 0 }));
    alarms = {
      spiegelhalter: alarms.spiegelhalter + (answered(spiegelhalterZ(rows)).pValue < 0.05 ? 1 : 0),
      slope: alarms.slope + (answered(logisticRecalibration(rows)).slope.pValue < 0.05 ? 1 : 0),
      large: alarms.large + (answered(calibrationInTheLarge(rows)).pValue < 0.05 ? 1 : 0),
    };
  }
  for (const count of Object.values(alarms)) expect(count).toBeLessThan(24);
  const { scores, labels } = draw(random, 2000, 0.5);
  const rows = scores.map((score, i) => ({ score, n: 1, positives: labels[i] ?? 0 }));
  const recalibrated = answered(logisticRecalibration(rows));
  expect(recalibrated.slope.value).toBeCloseTo(0.5, 1);
  expect(recalibrated.slope.pValue).toBeLessThan(1e-6);
  expect(answered(spiegelhalterZ(rows)).value).toBeGreaterThan(4);
});

test('the debiased calibration error of a perfect model is near nothing, where the plain one is not', () => {
  const random = seededRandom(32);
  let [plain, debiased, expected, alarms] = [0, 0, 0, 0];
  for (let round = 0; round < 200; round++) {
    const { scores, labels } = draw(random, 500, 1);
    const found = answered(expectedCalibrationError(binsOf(scores, labels, 15)));
    plain += found.plain / 200;
    debiased += found.value / 200;
    expected += found.expectedWhenCalibrated / 200;
    if (found.pValue < 0.05) alarms += 1;
  }
  expect(plain).toBeGreaterThan(0.04);
  expect(debiased).toBeLessThan(0.4 * plain);
  expect(expected / plain).toBeCloseTo(1, 1);
  expect(alarms).toBeLessThan(24);
});

test('the debiased calibration error keeps a real one', () => {
  const { scores, labels } = draw(seededRandom(33), 20_000, 0.3);
  const found = answered(expectedCalibrationError(binsOf(scores, labels, 15)));
  expect(found.value).toBeGreaterThan(0.9 * found.plain);
  expect(found.pValue).toBeLessThan(1e-9);
});

test('what cannot be calibrated is unanswerable', () => {
  expect(logisticRecalibration([])).toEqual({ kind: 'unanswerable', reason: 'no rows' });
  expect(logisticRecalibration([{ score: 0.2, n: 5, positives: 0 }])).toEqual({
    kind: 'unanswerable',
    reason: 'one class only',
  });
  expect(logisticRecalibration([{ score: 0.2, n: 5, positives: 2 }])).toEqual({
    kind: 'unanswerable',
    reason: 'no variation',
  });
  const separated = [0.1, 0.2, 0.8, 0.9].map((score) => ({ score, n: 9, positives: score > 0.5 ? 9 : 0 }));
  expect(logisticRecalibration(separated)).toEqual({ kind: 'unanswerable', reason: 'did not converge' });
  expect(spiegelhalterZ([{ score: 1.5, n: 1, positives: 1 }])).toEqual({
    kind: 'unanswerable',
    reason: 'scores are not probabilities',
  });
  expect(brierDecomposition([])).toEqual({ kind: 'unanswerable', reason: 'no rows' });
});

function binsOf(scores: readonly number[], labels: readonly number[], binCount: number) {
  const found = calibrationBins(scores, labels, binCount);
  if (found.kind !== 'bins') throw new Error(found.reason);
  return found.bins;
}

// Labels follow logit(score) × slope: 1 is calibrated, below 1 overconfident.
function draw(random: SeededRandom, n: number, slope: number) {
  const scores = Array.from({ length: n }, () => 1 / (1 + Math.exp(-1.5 * random.normal())));
  const labels = scores.map((score) => {
    const logit = slope * Math.log(score / (1 - score));
    return random.uniform() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
  });
  return { scores, labels };
}
