import { expect, test } from 'vitest';
import { labels } from '../../src/checks/labels.ts';
import { verdictOn } from './made-model.ts';

const clockOf = (verdict: Awaited<ReturnType<typeof verdictOn>>, clock: string) =>
  verdict.findings.filter((finding) => finding.detail?.['clock'] === clock);

test('quiet labels are steady on every clock', async () => {
  const verdict = await verdictOn(labels);
  expect(verdict.answer).toBe('steady');
  expect(verdict.findings.filter((finding) => finding.shifted)).toEqual([]);
  expect(clockOf(verdict, 'earlier')).toHaveLength(2);
});

test('a labelling job that turns labels around is seen at both ends, and in requests made before the onset', async () => {
  const verdict = await verdictOn(labels, {
    made: {
      label: `CASE WHEN label_ts >= TIMESTAMP '2026-03-09 12:00:00' AND u3 < 0.35 THEN NOT outcome ELSE outcome END`,
      delay: '-7200 * ln(u7 + 1e-9)',
    },
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.line).toContain('turned around at both ends');
  expect(verdict.line).toContain('also of requests made before it');
  const [arrived] = clockOf(verdict, 'arrived');
  expect(arrived?.detail?.['highScores']).toBeLessThan(-0.1);
  expect(arrived?.detail?.['lowScores']).toBeGreaterThan(0.1);
  expect(arrived?.detail?.['kpiMoved']).toBe(false);
});

test('positives that are lost on the way are one way only, and the business disagrees', async () => {
  const verdict = await verdictOn(labels, {
    made: { label: 'CASE WHEN broken AND u3 < 0.4 THEN false ELSE outcome END' },
  });
  expect(verdict.answer).toBe('shifted');
  const rate = verdict.findings.find((finding) => finding.measure === 'label rate');
  expect(rate?.effect).toBeLessThan(-0.05);
  expect(rate?.detail?.['kpiDisagrees']).toBe(true);
  expect(clockOf(verdict, 'requested')[0]?.detail?.['pattern']).toBe('positives lost');
});

test('a broken feature changes what a score means and yet no label is blamed', async () => {
  const verdict = await verdictOn(labels, {
    made: { served: 'CASE WHEN broken THEN NULL ELSE true_income END' },
  });
  expect(verdict.answer).toBe('steady');
  expect(verdict.line).toContain('the labels themselves did not move');
  expect(clockOf(verdict, 'requested')[0]?.detail?.['changedGivenScore']).toBe(true);
});

test('another mix of customers moves the label rate and yet no label is blamed', async () => {
  const verdict = await verdictOn(labels, {
    made: { income: 'CASE WHEN broken THEN u4 ELSE 2 * u4 - 1 END' },
  });
  expect(verdict.answer).toBe('steady');
});

test('labels that stop coming are missing, compared at the same age', async () => {
  const verdict = await verdictOn(labels, {
    made: { delay: 'CASE WHEN broken AND u2 < 0.3 THEN NULL ELSE -1800 * ln(u7 + 1e-9) END' },
  });
  expect(verdict.answer).toBe('shifted');
  const missing = verdict.findings.find((finding) => finding.detail?.['kind'] === 'missing');
  expect(missing?.shifted).toBe(true);
  expect(missing?.effect).toBeLessThan(-0.15);
});

test('a quarter of an hour after the onset there are too few labels to say that nothing moved', async () => {
  const verdict = await verdictOn(labels, { now: new Date('2026-03-09T12:15:00Z') });
  expect(verdict.answer).toBe('inconclusive');
});

test('without a label column there is nothing to compare, and the reason says which key to add', async () => {
  const verdict = await verdictOn(labels, {
    model: (usual) => ({ ...usual, predictions: { ...usual.predictions, label: undefined } }),
  });
  expect(verdict).toMatchObject({ answer: 'inconclusive', reason: 'Name it under predictions.label.' });
});

test('labels that are all missing are no reason to crash', async () => {
  const verdict = await verdictOn(labels, { made: { label: 'NULL' } });
  expect(verdict.answer).toBe('inconclusive');
});

test('scores that are all alike or not numbers give no false alarm', async () => {
  expect((await verdictOn(labels, { made: { score: '0.3' } })).answer).not.toBe('shifted');
  expect((await verdictOn(labels, { made: { score: `CAST('NaN' AS DOUBLE)` } })).answer).toBe('inconclusive');
});
