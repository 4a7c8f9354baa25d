import { expect, test } from 'vitest';
import { featureStore } from '../../src/checks/feature-store.ts';
import { verdictOf, type Made } from './made-service.ts';

const store = async (reads: Made['reads']) => verdictOf(featureStore, { made: { reads } });
const ofAmount = (broken: string, otherwise: string) =>
  `CASE WHEN broken AND feature = 'amount' THEN ${broken} ELSE ${otherwise} END`;
const usualAge = '100 + 80 * u2';

test('a store that is read as always is steady', async () => {
  expect((await verdictOf(featureStore)).answer).toBe('steady');
});

test('misses of one feature name that feature alone', async () => {
  const verdict = await store({ misses: ofAmount('30', 'CAST(floor(2 * u1) AS INTEGER)') });
  expect(verdict.line).toMatch(/^misses of amount went from 0\.\d+ % to 15 % of reads$/);
  expect(verdict.findings.filter((finding) => finding.shifted)).toHaveLength(1);
});

test('values that are eight minutes old instead of two hurt nobody', async () => {
  const verdict = await store({ age_p95_s: ofAmount('480', usualAge) });
  expect(verdict.answer).toBe('steady');
});

test('values six hours old are stale', async () => {
  const verdict = await store({ age_p95_s: ofAmount('21600 + 80 * u2', usualAge) });
  expect(verdict.line).toBe('values of amount are up to 6.0 h old (3 min before)');
  expect(verdict.findings[0]?.detail?.['growing']).toBe(false);
});

test('values that grow older all the time were never refreshed again', async () => {
  const verdict = await store({ age_p95_s: ofAmount('60 * late + 80 * u2', usualAge) });
  expect(verdict.findings[0]?.detail?.['growing']).toBe(true);
  expect(verdict.line).toContain('the refresh stopped');
});

test('growth is seen before the values are old by any other measure', async () => {
  const verdict = await verdictOf(featureStore, {
    made: { reads: { age_p95_s: ofAmount('60 * late + 80 * u2', usualAge) } },
    now: new Date('2026-03-05T12:25:00Z'),
  });
  expect(verdict.answer).toBe('shifted');
});

test('an hourly refresh climbs every hour and is steady', async () => {
  const hourly = `epoch(ts) % 3600 + 80 * u2`;
  const verdict = await verdictOf(featureStore, {
    made: { reads: { age_p95_s: hourly } },
    now: new Date('2026-03-05T12:55:00Z'),
  });
  expect(verdict.answer).toBe('steady');
});

test('ages that nobody records leave the misses to be judged', async () => {
  const verdict = await store({ age_p95_s: 'NULL::DOUBLE' });
  expect(verdict.answer).toBe('steady');
  expect(new Set(verdict.findings.map((finding) => finding.measure))).toEqual(new Set(['miss rate']));
});
