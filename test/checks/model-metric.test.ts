import { expect, test } from 'vitest';
import { modelMetric } from '../../src/checks/model-metric.ts';
import { verdictOn } from './made-model.ts';

const good = '1 / (1 + exp(-(3 * coalesce(income, 0) + age - 1)))';

test('a quiet model is steady, overall and by version', async () => {
  const verdict = await verdictOn(modelMetric);
  expect(verdict.answer).toBe('steady');
  expect(verdict.findings.map((finding) => finding.subject.name)).toEqual(['auc', 'v1', 'v2']);
});

test('worse weights of one version show in that version while both serve', async () => {
  const verdict = await verdictOn(modelMetric, {
    made: {
      score: `CASE WHEN broken AND model_version = 'v2' THEN 0.3 * ${good} + 0.7 * u8 ELSE ${good} END`,
    },
  });
  expect(verdict.answer).toBe('shifted');
  const [whole, v1, v2] = verdict.findings;
  expect(whole?.detail).toMatchObject({ explainedBy: 'within versions', worse: true });
  expect(v1?.shifted).toBe(false);
  expect(v2).toMatchObject({ shifted: true, subject: { kind: 'version', name: 'v2' } });
});

test('a routing fault moves the metric by the mix of versions alone: no version got worse', async () => {
  const verdict = await verdictOn(modelMetric, {
    made: {
      version: `CASE WHEN u3 < (CASE WHEN broken THEN 0.8 ELSE 0.05 END) THEN 'v1' ELSE 'v2' END`,
      score: `CASE WHEN model_version = 'v1' THEN 0.3 * ${good} + 0.7 * u8 ELSE ${good} END`,
    },
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.line).toContain('because traffic moved between versions');
  expect(verdict.findings.filter((finding) => finding.shifted)).toHaveLength(1);
  expect(verdict.findings[0]?.detail?.['mixShare']).toBeGreaterThan(0.8);
});

test('a new version that replaced the old one is held against what served before it', async () => {
  const verdict = await verdictOn(modelMetric, {
    made: {
      version: `CASE WHEN broken THEN 'v9' ELSE 'v2' END`,
      score: `CASE WHEN broken THEN 0.3 * ${good} + 0.7 * u8 ELSE ${good} END`,
    },
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.findings[0]?.detail).toMatchObject({ explainedBy: 'a new version', newVersion: 'v9' });
  expect(verdict.findings.find((finding) => finding.subject.name === 'v9')).toMatchObject({
    shifted: true,
    detail: { appeared: true, worse: true },
  });
});

test('the metric that the incident is about is the one that is measured', async () => {
  const verdict = await verdictOn(modelMetric, {
    model: (usual) => ({ ...usual, metric: 'recall' }),
    made: { score: `CASE WHEN broken THEN 0.5 * ${good} ELSE ${good} END` },
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.findings[0]).toMatchObject({ subject: { name: 'recall' }, detail: { worse: true } });
});

test('minutes after the onset the interval is too wide to call the metric steady', async () => {
  const verdict = await verdictOn(modelMetric, { now: new Date('2026-03-09T13:30:00Z') });
  expect(verdict.answer).toBe('inconclusive');
});

test('labels of one class give no AUC, and the reason says so', async () => {
  const verdict = await verdictOn(modelMetric, { made: { label: 'outcome AND NOT broken' } });
  expect(verdict).toMatchObject({ answer: 'inconclusive', reason: 'after: one class only' });
  expect(verdict.findings[0]?.effect).toBeNull();
});

test('scores that are not numbers give no metric and no crash', async () => {
  const verdict = await verdictOn(modelMetric, { made: { score: `CAST('NaN' AS DOUBLE)` } });
  expect(verdict.answer).toBe('inconclusive');
});
