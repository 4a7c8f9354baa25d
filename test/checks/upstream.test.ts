import { expect, test } from 'vitest';
import { upstream } from '../../src/checks/upstream.ts';
import { onset, verdictOf } from './made-service.ts';

const since = (expression: string, name: string, from = 'broken') =>
  `CASE WHEN ${from} THEN ${expression} ELSE ${name} END`;

test('a service in which nothing fails is steady', async () => {
  expect(await verdictOf(upstream)).toMatchObject({ answer: 'steady', findings: [] });
});

test('a feature that is stuck offline too and in every segment comes so from its source', async () => {
  const visits = since('4', 'visits');
  const verdict = await verdictOf(upstream, { made: { served: { visits }, offline: { visits } } });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.line).toContain('it comes so from its source');
  const [finding] = verdict.findings;
  expect(finding?.detail).toMatchObject({
    source: 'source',
    how: 'constant',
    value: 4,
    offlineToo: true,
    everywhere: true,
    misses: false,
  });
  expect(Math.abs((finding?.at?.getTime() ?? 0) - onset.getTime())).toBeLessThanOrEqual(600_000);
});

test('three features that turn null at once are one group with one source', async () => {
  const broken = {
    amount: since('NULL', 'amount', 'broken AND u1 < 0.4'),
    minutes: since('NULL', 'minutes', 'broken AND u1 < 0.4'),
    plan: since('NULL', 'plan', 'broken AND u1 < 0.4'),
  };
  const verdict = await verdictOf(upstream, { made: { served: broken, offline: broken } });
  expect(verdict.line).toMatch(/fail together since .* UTC, offline too: one source of all of them$/);
  expect(verdict.findings.map((finding) => finding.detail?.['size'])).toEqual([3, 3, 3]);
  expect(verdict.findings[0]?.detail?.['everywhere']).toBe(false);
});

test('one feature that is null in serving alone is not blamed on its source', async () => {
  const verdict = await verdictOf(upstream, { made: { served: { amount: since('NULL', 'amount') } } });
  expect(verdict).toMatchObject({ answer: 'steady', line: 'only amount fails, and not at the source' });
  expect(verdict.findings[0]?.detail).toMatchObject({ source: 'serving', offlineToo: false });
});

test('features that fail hours apart are no group', async () => {
  const verdict = await verdictOf(upstream, {
    made: { served: { amount: since('NULL', 'amount'), minutes: since('NULL', 'minutes', 'late > 360') } },
  });
  expect(verdict.line).toContain('each at its own time');
  expect(verdict.findings.map((finding) => finding.detail?.['size'])).toEqual([1, 1]);
});

test('misses of the feature store say that the store is between source and serving', async () => {
  const verdict = await verdictOf(upstream, {
    made: {
      served: {
        amount: since('NULL', 'amount', 'broken AND u1 < 0.4'),
        visits: since('NULL', 'visits', 'broken AND u2 < 0.4'),
      },
      reads: { misses: `CASE WHEN broken AND feature IN ('amount', 'visits') THEN 80 ELSE 0 END` },
    },
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.findings.map((finding) => finding.detail?.['source'])).toEqual(['store', 'store']);
  expect(verdict.findings[0]?.detail?.['how']).toBe('nulls, misses');
});
