import { expect, test } from 'vitest';
import { mixShift } from '../../src/checks/mix-shift.ts';
import { WITHIN } from '../../src/checks/metric/metric-within.ts';
import { verdictOn } from './made-model.ts';

const shifted = `CASE WHEN u1 < CASE WHEN broken THEN 0.2 ELSE 0.6 END THEN 'BR' WHEN u1 < 0.9 THEN 'US' ELSE 'IN' END`;

test('an ordinary half day brings the usual mix', async () => {
  const verdict = await verdictOn(mixShift);
  expect(verdict.answer).toBe('steady');
  expect(verdict.findings.filter((finding) => finding.shifted)).toEqual([]);
});

test('the values whose share moved are named, with how much', async () => {
  const verdict = await verdictOn(mixShift, { made: { country: shifted } });
  expect(verdict.answer).toBe('shifted');
  const moved = verdict.findings.filter((finding) => finding.shifted && finding.where !== undefined);
  expect(new Set(moved.map((finding) => finding.where?.['country']))).toEqual(new Set(['BR', 'US']));
  expect(Math.abs(moved[0]?.effect ?? 0)).toBeCloseTo(0.4, 1);
  const [whole] = verdict.findings;
  expect(Number(whole?.detail?.['timesNoise'])).toBeGreaterThan(Number(whole?.detail?.['mostTimesNoise']));
});

test('when only the mix moved the mean score, the mix alone explains it', async () => {
  const verdict = await verdictOn(mixShift, {
    made: { country: shifted, income: `CASE WHEN country = 'BR' THEN u4 - 1 ELSE u4 END` },
  });
  expect(verdict.line).toContain('the mix of country alone explains the mean score');
});

test('a score that fell inside every country is not explained by the mix', async () => {
  const verdict = await verdictOn(mixShift, {
    made: { country: shifted, served: 'CASE WHEN broken THEN true_income - 0.5 ELSE true_income END' },
  });
  const split = verdict.findings.find((finding) => finding.measure === 'mean score split over country');
  expect(split?.detail).toMatchObject({ mixAlone: false, rateMoved: true });
});

test('a mix that differs by as much on other days is not called a shift', async () => {
  const daily = `CASE WHEN u1 < CASE WHEN extract(day FROM ts) IN (4, 9) THEN 0.3 ELSE 0.6 END THEN 'BR' ELSE 'US' END`;
  const verdict = await verdictOn(mixShift, { made: { country: daily } });
  expect(verdict.answer).toBe('steady');
});

test('the business KPI is split over the mix when the incident is about it', async () => {
  const verdict = await verdictOn(mixShift, {
    made: { country: shifted, converted: `outcome AND u8 < CASE WHEN country = 'BR' THEN 0.9 ELSE 0.2 END` },
    context: (usual) => ({ model: { ...usual.model, metric: 'kpi' } }),
  });
  expect(verdict.line).toContain('the mix of country alone explains the KPI');
});

test('without segment columns the reason says which key to add', async () => {
  const verdict = await verdictOn(mixShift, {
    model: (usual) => ({ ...usual, predictions: { ...usual.predictions, segments: [] } }),
  });
  expect(verdict).toMatchObject({ reason: 'Name them under predictions.segments.' });
});

test('where the mix moved, the model is judged within the values: the same for each of them', async () => {
  const verdict = await verdictOn(mixShift, { made: { country: shifted } });
  const within = verdict.findings.find((finding) => finding.measure === WITHIN);
  expect(within).toMatchObject({ shifted: false, detail: { dimension: 'country' } });
  expect(within?.low).toBeLessThan(0);
  expect(within?.high).toBeGreaterThan(0);
  expect(verdict.line).toContain('within the values of country');
});

test('a model that got worse for each of them is told so, the mix aside', async () => {
  const verdict = await verdictOn(mixShift, {
    made: { country: shifted, score: 'CASE WHEN broken THEN u6 ELSE chance END' },
  });
  const within = verdict.findings.find((finding) => finding.measure === WITHIN);
  expect(within?.shifted).toBe(true);
  expect(within?.effect).toBeLessThan(0);
});
