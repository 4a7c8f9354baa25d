import { expect, test } from 'vitest';
import { baseline } from '../../src/checks/baseline.ts';
import { verdictOn } from './made-model.ts';

const mixed = (since: string) =>
  `CASE WHEN u1 < (CASE WHEN ${since} THEN 0.3 ELSE 0.6 END) THEN 'BR' WHEN u1 < 0.7 THEN 'US' ELSE 'IN' END`;
const context = () => ({ parameters: { column: 'country' } });

test('a new mix stands against every baseline', async () => {
  const verdict = await verdictOn(baseline, { made: { country: mixed('broken') }, context });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.findings.map(({ subject }) => subject.kind)).toContain('baseline');
  expect(verdict.findings.length).toBeGreaterThanOrEqual(3);
});

test('a mix that is old news since two days does not stand against the day before', async () => {
  const verdict = await verdictOn(baseline, {
    made: { country: mixed(`ts >= TIMESTAMP '2026-03-08 06:00:00'`) },
    context,
  });
  expect(verdict.answer).toBe('steady');
  expect(verdict.findings.find(({ subject }) => subject.name === 'the day before')?.shifted).toBe(false);
  expect(verdict.findings.find(({ subject }) => subject.name === 'the baseline window')?.shifted).toBe(true);
});

test('a symptom that is no drift is none of its business', async () => {
  expect((await verdictOn(baseline)).answer).toBe('inconclusive');
});
