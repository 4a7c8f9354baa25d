import { expect, test } from 'vitest';
import { errors } from '../../src/checks/errors.ts';
import { fallback } from '../../src/checks/fallback.ts';
import { latencyByStage } from '../../src/checks/latency-by-stage.ts';
import { restarts } from '../../src/checks/restarts.ts';
import { utilization } from '../../src/checks/utilization.ts';
import { onset, verdictOf, verdictsOf } from './made-service.ts';

test('a healthy service is steady in every respect', async () => {
  const verdicts = await verdictsOf([errors, fallback, latencyByStage, restarts, utilization]);
  expect(Object.values(verdicts).map((verdict) => verdict.answer)).toEqual(
    Object.keys(verdicts).map(() => 'steady'),
  );
});

test('timeouts and throttling are told apart, by type where there is one and by status otherwise', async () => {
  const verdict = await verdictOf(errors, {
    made: {
      requests: {
        status: `CASE WHEN broken AND u1 < 0.04 THEN 429 ELSE 200 END`,
        error_type: `CASE WHEN broken AND u2 < 0.1 THEN 'timeout' END`,
      },
    },
  });
  expect(verdict.line).toMatch(/^timeout went from 0 % to \d+(\.\d+)? % of requests$/);
  expect(
    verdict.findings.filter((finding) => finding.shifted).map((finding) => finding.subject.name),
  ).toEqual(['timeout', 'status 429 (throttled)']);
});

test('errors that were always there are steady, and their share is said', async () => {
  const verdict = await verdictOf(errors, {
    made: { requests: { status: 'CASE WHEN u1 < 0.1 THEN 500 ELSE 200 END' } },
  });
  expect(verdict.answer).toBe('steady');
  expect(verdict.line).toMatch(/^errors as before: (7|8|9|10|11)/);
});

test('default scores on two of four hosts name the two', async () => {
  const verdict = await verdictOf(fallback, {
    made: { requests: { fallback: `broken AND i % 4 IN (1, 2) AND u1 < 0.7 OR u5 < 0.002` } },
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.line).toMatch(/, on host-[12], host-[12]$/);
});

test('a slow stage on one host is named with the host', async () => {
  const verdict = await verdictOf(latencyByStage, {
    made: {
      requests: { inference_ms: `(30 + 30 * u3 * u4) * CASE WHEN broken AND i % 4 = 3 THEN 10 ELSE 1 END` },
    },
  });
  expect(verdict.line).toMatch(/^p95 of inference_ms went from \d+ ms to \d+ ms on host-3$/);
  expect(
    verdict.findings.filter((finding) => finding.shifted).map((finding) => finding.subject.name),
  ).toEqual(['inference_ms', 'host-3']);
});

test('a stage that nobody measured is no reason to say that all are as before', async () => {
  const verdict = await verdictOf(latencyByStage, {
    made: { requests: { inference_ms: 'NULL::DOUBLE', fetch_ms: 'NULL::DOUBLE' } },
  });
  expect(verdict.answer).toBe('inconclusive');
  expect(verdict.line).toContain('too few requests');
});

test('a saturated host is told apart from a busier one', async () => {
  const verdict = await verdictOf(utilization, {
    made: {
      hosts: {
        cpu: `CASE WHEN broken AND host = 'host-2' THEN 0.96 WHEN broken AND host = 'host-1' THEN 0.7 ELSE 0.4 + 0.1 * u1 END`,
      },
    },
  });
  expect(verdict.line).toBe('cpu up to 96 % on host-2');
  expect(
    verdict.findings
      .filter((finding) => finding.shifted)
      .map((finding) => finding.subject.name)
      .toSorted(),
  ).toEqual(['host-1', 'host-2']);
});

test('queues that grow are counted in requests', async () => {
  const verdict = await verdictOf(utilization, {
    made: { hosts: { queue_depth: 'CASE WHEN broken THEN 80 ELSE 2 * u4 END' } },
  });
  expect(verdict.line).toBe('queue up to 80 on all hosts');
});

test('a counter that rises is restarts, and one that begins again is not negative', async () => {
  const verdict = await verdictOf(restarts, {
    made: {
      hosts: {
        restarts: `CASE WHEN host = 'host-0' AND broken THEN CAST(floor(late / 60) AS INTEGER) % 8 ELSE 3 END`,
      },
    },
  });
  expect(verdict.answer).toBe('shifted');
  expect(
    verdict.findings.filter((finding) => finding.shifted).map((finding) => finding.subject.name),
  ).toEqual(['host-0']);
  expect(Math.min(...verdict.findings.map((finding) => finding.nAfter))).toBeGreaterThanOrEqual(0);
});

test('one restart is an ordinary deploy', async () => {
  const verdict = await verdictOf(restarts, {
    made: { hosts: { restarts: 'CASE WHEN late > 60 THEN 1 ELSE 0 END' } },
  });
  expect(verdict.answer).toBe('steady');
});

test('errors on two of four hosts name the two, and errors on all of them none', async () => {
  const on = (hosts: string) =>
    verdictOf(errors, {
      made: {
        requests: { error_type: `CASE WHEN broken AND ${hosts} AND u2 < 0.3 THEN 'connection_reset' END` },
      },
    });
  const two = await on('i % 4 IN (1, 2)');
  expect(two.line).toMatch(/^connection_reset went .*, on host-[12], host-[12]$/);
  expect(two.findings.filter(({ subject, shifted }) => shifted && subject.kind === 'host')).toHaveLength(2);
  const all = await on('true');
  expect(all.line).not.toContain('host-');
  expect(all.findings.some(({ subject }) => subject.kind === 'host')).toBe(false);
});

test('one restart within the hour, of a host that never did, is neither an accusation nor an all-clear', async () => {
  const verdict = await verdictOf(restarts, {
    made: { hosts: { restarts: `CASE WHEN host = 'host-0' AND late > 20 THEN 1 ELSE 0 END` } },
    now: new Date(onset.getTime() + 60 * 60_000),
  });
  expect(verdict.answer).toBe('inconclusive');
  expect(verdict.answer === 'inconclusive' && verdict.reason).toMatch(/^host-0 restarted once/);
});
