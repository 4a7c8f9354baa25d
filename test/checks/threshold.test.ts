import { expect, test } from 'vitest';
import { threshold } from '../../src/checks/threshold.ts';
import { onset, verdictOf } from './made-service.ts';

const decided = async (decision: string, version?: string) =>
  verdictOf(threshold, {
    made: {
      outcome: { decision: `CAST(${decision} AS INTEGER)` },
      ...(version === undefined ? {} : { truth: { model_version: version } }),
    },
  });

test('scores that are decided as before are steady, at the threshold that holds', async () => {
  const verdict = await verdictOf(threshold);
  expect(verdict.answer).toBe('steady');
});

test('a threshold that moved for everyone is found with the old and the new one', async () => {
  const verdict = await decided('u4 >= (CASE WHEN broken THEN 0.7 ELSE 0.5 END)');
  expect(verdict.answer).toBe('shifted');
  const whole = verdict.findings.find((finding) => finding.where === undefined);
  expect(whole).toMatchObject({
    shifted: true,
    before: 0,
    subject: { kind: 'threshold', name: 'threshold' },
  });
  expect(whole?.after).toBeGreaterThan(0.1);
});

test('a threshold that moved for one country names that country first', async () => {
  const verdict = await decided(`u4 >= (CASE WHEN broken AND country = 'US' THEN 0.8 ELSE 0.5 END)`);
  expect(verdict.findings[0]).toMatchObject({ shifted: true, where: { country: 'US' } });
  expect(verdict.findings[0]?.detail?.['shareOfAll']).toBe(1);
  expect(verdict.line).toContain('country=US');
});

test('versions that decide by thresholds of their own are steady in whatever mix', async () => {
  const verdict = await decided(
    `u4 >= (CASE model_version WHEN 'v1' THEN 0.4 ELSE 0.6 END)`,
    `CASE WHEN u3 < (CASE WHEN broken THEN 0.7 ELSE 0.1 END) THEN 'v1' ELSE 'v2' END`,
  );
  expect(verdict.answer).toBe('steady');
  expect(verdict.line).toContain('decided as before, by the threshold of each model_version');
});

test('decisions that chance takes part in have no threshold to compare with', async () => {
  const verdict = await decided('u4 >= 0.5 OR u1 < 0.1');
  expect(verdict).toMatchObject({ answer: 'inconclusive', findings: [] });
  expect(verdict.line).toContain('do not follow from the score by one threshold');
});

test('a version that nobody knew before can contradict nothing', async () => {
  const verdict = await decided('u4 >= 0.5', `CASE WHEN broken THEN 'v3' ELSE 'v2' END`);
  expect(verdict.answer).toBe('inconclusive');
});

test('scores that are all null decide nothing', async () => {
  const verdict = await verdictOf(threshold, { made: { outcome: { score: 'NULL::FLOAT' } } });
  expect(verdict.answer).toBe('inconclusive');
});

test('a threshold that moved for everyone names nobody, however few have come and whoever is more by chance', async () => {
  const verdict = await verdictOf(threshold, {
    made: { outcome: { decision: 'CAST(u4 >= (CASE WHEN broken THEN 0.7 ELSE 0.5 END) AS INTEGER)' } },
    now: new Date(onset.getTime() + 90 * 60_000),
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.findings[0]?.subject).toEqual({ kind: 'threshold', name: 'threshold' });
});
