import { expect, test } from 'vitest';
import { calibration } from '../../src/checks/calibration.ts';
import { verdictOn } from './made-model.ts';

const logit = '3 * coalesce(income, 0) + age - 1';
const scored = (expression: string): string => `1 / (1 + exp(-(${expression})))`;

test('a calibrated model stays calibrated', async () => {
  const verdict = await verdictOn(calibration);
  expect(verdict.answer).toBe('steady');
  expect(verdict.findings[0]?.detail?.['slopeBefore']).toBeCloseTo(1, 1);
});

test('scores on another scale are off while the ranking held', async () => {
  const verdict = await verdictOn(calibration, {
    made: { score: `CASE WHEN broken THEN ${scored(`${logit} + 1`)} ELSE ${scored(logit)} END` },
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.line).toContain('while the ranking held');
  expect(verdict.findings[0]?.effect).toBeLessThan(-0.1);
});

test('scores that became too extreme show in the slope', async () => {
  const verdict = await verdictOn(calibration, {
    made: { score: `CASE WHEN broken THEN ${scored(`2 * (${logit})`)} ELSE ${scored(logit)} END` },
  });
  const slope = verdict.findings.find((finding) => finding.measure === 'calibration slope');
  expect(slope?.shifted).toBe(true);
  expect(slope?.after).toBeCloseTo(0.5, 1);
  expect(slope?.sentence).toContain('too extreme');
});

test('a broken feature costs the ranking too, and that is said', async () => {
  const verdict = await verdictOn(calibration, {
    made: { served: 'CASE WHEN broken THEN 2 * u8 - 1 ELSE true_income END' },
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.findings.find((finding) => finding.shifted)?.detail?.['rankingHeld']).toBe(false);
});

test('the version that is off is named beside the whole', async () => {
  const verdict = await verdictOn(calibration, {
    made: {
      version: `CASE WHEN u3 < 0.5 THEN 'v1' ELSE 'v2' END`,
      score: `CASE WHEN broken AND model_version = 'v2' THEN ${scored(`${logit} + 1`)} ELSE ${scored(logit)} END`,
    },
  });
  const off = verdict.findings.filter((finding) => finding.shifted && finding.subject.kind === 'version');
  expect(off.map((finding) => finding.subject.name)).toEqual(['v2']);
});

test('labels of one class say nothing about calibration', async () => {
  const verdict = await verdictOn(calibration, { made: { label: 'NOT broken AND outcome' } });
  expect(verdict.answer).toBe('inconclusive');
  expect(verdict.line).toContain('one class');
});

test('scores that are all alike have no slope and are no crash', async () => {
  const verdict = await verdictOn(calibration, { made: { score: '0.35' } });
  expect(verdict.findings.every((finding) => finding.measure !== 'calibration slope')).toBe(true);
});

test('scores beyond 0 and 1 are no probabilities', async () => {
  const verdict = await verdictOn(calibration, { made: { score: '5 * income' } });
  expect(verdict).toMatchObject({ answer: 'inconclusive' });
  expect(verdict.line).toContain('not probabilities');
});
