import { expect, test } from 'vitest';
import { businessImpact } from '../../src/checks/business-impact.ts';
import { verdictOn } from './made-model.ts';

test('an ordinary half day costs the business nothing', async () => {
  const verdict = await verdictOn(businessImpact);
  expect(verdict.answer).toBe('steady');
});

test('what is lost in one country is counted there, in conversions and in money', async () => {
  const verdict = await verdictOn(businessImpact, {
    made: { converted: `outcome AND u8 < CASE WHEN broken AND country = 'BR' THEN 0.3 ELSE 0.7 END` },
  });
  expect(verdict.answer).toBe('shifted');
  const [total] = verdict.findings;
  expect(total?.detail).toMatchObject({ direction: 'down' });
  expect(total?.detail?.['lost']).toBeGreaterThan(100);
  const segment = verdict.findings.find((finding) => finding.subject.kind === 'segment');
  expect(segment?.where).toEqual({ country: 'BR' });
  expect(segment?.detail?.['shareOfLoss']).toBeGreaterThan(0.8);
  expect(verdict.findings.find((finding) => finding.subject.name === 'revenue')?.shifted).toBe(true);
});

test('a KPI that differs by the hour is compared at the same hours', async () => {
  const hourly = await verdictOn(businessImpact, {
    made: { converted: 'outcome AND u8 < CASE WHEN extract(hour FROM ts) >= 12 THEN 0.9 ELSE 0.4 END' },
  });
  expect(hourly.answer).toBe('steady');
});

test('half of the visits gone is less demand, although those who come convert as before', async () => {
  const verdict = await verdictOn(businessImpact, { made: { kept: 'NOT broken OR u3 < 0.5' } });
  expect(verdict.answer).toBe('shifted');
  const visits = verdict.findings.find((finding) => finding.measure === 'visits');
  expect(visits).toMatchObject({ shifted: true, detail: { direction: 'down' } });
  expect(verdict.findings[0]?.shifted).toBe(false);
});

test('in the first minutes too little happened to call the business steady', async () => {
  const verdict = await verdictOn(businessImpact, { now: new Date('2026-03-09T12:30:00Z') });
  expect(verdict.answer).toBe('inconclusive');
});

test('without a business table the reason says which key to add', async () => {
  const verdict = await verdictOn(businessImpact, { model: (usual) => ({ ...usual, business: undefined }) });
  expect(verdict).toMatchObject({ answer: 'inconclusive', reason: 'Name it under business.' });
});

test('a dimension that the business does not count by is left out without harm', async () => {
  const verdict = await verdictOn(businessImpact, {
    model: (usual) => ({
      ...usual,
      predictions: { ...usual.predictions, segments: ['country', 'model_version'] },
    }),
  });
  expect(verdict.answer).toBe('steady');
});
