import { expect, test } from 'vitest';
import { influence } from '../../src/checks/influence.ts';
import { verdictOn } from './made-model.ts';

test('features move the score as before, the strongest first', async () => {
  const verdict = await verdictOn(influence);
  expect(verdict.answer).toBe('steady');
  expect(verdict.line).toContain('most of all income');
});

test('a feature that arrives constant has lost its influence', async () => {
  const verdict = await verdictOn(influence, {
    made: { served: 'CASE WHEN broken THEN 0.1 ELSE true_income END' },
  });
  expect(verdict.answer).toBe('shifted');
  const income = verdict.findings.find((finding) => finding.subject.name === 'income');
  expect(income).toMatchObject({ shifted: true, detail: { direction: 'lost', rankBefore: 1, rankAfter: 2 } });
  expect(income?.before).toBeGreaterThan(0.7);
  expect(income?.after).toBe(0);
});

test('other weights show as influence that one feature lost and another gained', async () => {
  const verdict = await verdictOn(influence, {
    made: {
      score: `CASE WHEN broken THEN 1 / (1 + exp(-(income + 3 * age - 1))) ELSE 1 / (1 + exp(-(3 * income + age - 1))) END`,
    },
  });
  const shifted = verdict.findings.filter((finding) => finding.shifted);
  expect(shifted.map((finding) => finding.subject.name).toSorted()).toEqual(['age', 'income']);
});

test('minutes after the onset there are too few scores', async () => {
  const verdict = await verdictOn(influence, { now: new Date('2026-03-09T12:10:00Z') });
  expect(verdict.answer).toBe('inconclusive');
});

test('scores that never vary have nothing to explain', async () => {
  const verdict = await verdictOn(influence, { made: { score: '0.4' } });
  expect(verdict).toMatchObject({ answer: 'inconclusive' });
  expect(verdict.answer === 'inconclusive' && verdict.reason).toContain('no variation');
});

test('scores that are all missing are no crash', async () => {
  expect((await verdictOn(influence, { made: { score: 'NULL' } })).answer).toBe('inconclusive');
});
