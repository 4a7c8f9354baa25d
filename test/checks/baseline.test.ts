import { expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { baseline } from '../../src/checks/baseline.ts';
import { onset, verdictOn } from './made-model.ts';

const about = (metric: string, column: string | null): Alert => ({
  source: 'generic',
  status: 'firing',
  fingerprint: 'f',
  model: 'risk',
  signal: column === null ? 'model-metric' : 'drift',
  metric,
  column,
  segment: {},
  severity: 'warning',
  title: 'an alert',
  summary: 'an alert',
  value: null,
  baseline: null,
  startedAt: onset,
  endedAt: null,
  links: [],
});

const shifted = `CASE WHEN u1 < CASE WHEN broken THEN 0.2 ELSE 0.6 END THEN 'BR' ELSE 'US' END`;

test('a real shift survives yesterday, last week and the rolling baseline', async () => {
  const verdict = await verdictOn(baseline, {
    made: { served: 'CASE WHEN broken THEN true_income - 0.5 ELSE true_income END' },
    context: () => ({ alert: about('mean_score', null) }),
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.findings.map((finding) => finding.subject)).toEqual([
    { kind: 'baseline', name: 'rolling' },
    { kind: 'baseline', name: 'previous-day' },
    { kind: 'baseline', name: 'previous-week' },
  ]);
});

test('what happens every afternoon vanishes against the same hours of the day before', async () => {
  const verdict = await verdictOn(baseline, {
    made: {
      income: 'CASE WHEN extract(hour FROM ts) >= 12 THEN u4 ELSE 2 * u4 - 1 END',
    },
    context: () => ({ alert: about('mean_score', null) }),
  });
  expect(verdict.answer).toBe('steady');
  expect(verdict.findings.find((finding) => finding.subject.name === 'rolling')?.shifted).toBe(true);
  expect(verdict.line).toContain('the same hours of the day before');
});

test('a drift alert on a segment column is judged by its own PSI', async () => {
  const verdict = await verdictOn(baseline, {
    made: { country: shifted },
    context: () => ({ alert: about('psi', 'country') }),
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.findings[0]).toMatchObject({ unit: 'psi', measure: 'PSI of country' });
});

test('drift that only the training rows see is a matter of the baseline', async () => {
  const verdict = await verdictOn(baseline, {
    made: {
      country: `CASE WHEN u1 < 0.6 THEN 'BR' ELSE 'US' END`,
      trained: `CASE WHEN u1 < 0.1 THEN 'BR' ELSE 'US' END`,
    },
    context: () => ({ alert: about('psi', 'country') }),
  });
  expect(verdict.answer).toBe('steady');
  expect(verdict.line).toContain('only against the training rows');
  expect(verdict.findings.at(-1)).toMatchObject({ subject: { name: 'training' }, shifted: true });
});

test('a numeric feature is binned as its profile says', async () => {
  const verdict = await verdictOn(baseline, {
    made: { served: 'CASE WHEN broken THEN true_income / 3 ELSE true_income END' },
    context: () => ({ alert: about('psi', 'income') }),
  });
  expect(verdict.answer).toBe('shifted');
});

test('with a few labels only, no baseline can settle it', async () => {
  const verdict = await verdictOn(baseline, {
    now: new Date('2026-03-09T13:00:00Z'),
    context: () => ({ alert: about('auc', null) }),
  });
  expect(verdict.answer).toBe('inconclusive');
});

test('a metric without its table is inconclusive, with the reason', async () => {
  const verdict = await verdictOn(baseline, {
    model: (usual) => ({ ...usual, requests: undefined }),
    context: () => ({ alert: about('latency_p95', null) }),
  });
  expect(verdict).toMatchObject({
    answer: 'inconclusive',
    line: 'the configuration names no requests table',
  });
});
