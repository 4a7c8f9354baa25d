import { expect, test } from 'vitest';
import { constant } from '../../src/checks/constant.ts';
import { end, onset, verdictOf } from './made-service.ts';

const stuck = (expression: string, name: string) => `CASE WHEN broken THEN ${expression} ELSE ${name} END`;
const first = (verdict: Awaited<ReturnType<typeof verdictOf>>) =>
  verdict.findings.find((finding) => finding.shifted);

test('features that vary as before are steady', async () => {
  const verdict = await verdictOf(constant);
  expect(verdict.answer).toBe('steady');
  expect(verdict.line).toBe('none of 6 features is stuck at one value');
});

test('a feature stuck at a value it often had is found, and the offline table has it too', async () => {
  const always = stuck('2', 'visits');
  const verdict = await verdictOf(constant, {
    made: { served: { visits: always }, offline: { visits: always } },
  });
  expect(verdict.answer).toBe('shifted');
  expect(first(verdict)?.subject).toEqual({ kind: 'feature', name: 'visits' });
  expect(first(verdict)?.detail).toMatchObject({
    value: '2',
    dominating: true,
    isNew: false,
    offlineToo: true,
    distinctAfter: 1,
  });
});

test('a feature stuck in serving alone has its values offline', async () => {
  const verdict = await verdictOf(constant, { made: { served: { amount: stuck('4.0', 'amount') } } });
  expect(first(verdict)?.detail).toMatchObject({
    value: '4',
    isNew: true,
    offlineToo: false,
    offlineAfter: 0,
  });
});

test('a default in five rows of a hundred is found because it was never there before', async () => {
  const verdict = await verdictOf(constant, {
    made: { served: { minutes: `CASE WHEN broken AND u1 < 0.06 THEN -1 ELSE minutes END` } },
  });
  expect(first(verdict)?.detail).toMatchObject({ value: '-1', sentinel: true, dominating: false });
  expect(first(verdict)?.after).toBeLessThan(0.1);
});

test('a default that replaces half of a category whatever it was leaves the others in proportion', async () => {
  const verdict = await verdictOf(constant, {
    made: { served: { plan: `CASE WHEN broken AND u1 < 0.5 THEN 'Basic' ELSE plan END` } },
  });
  expect(first(verdict)?.detail).toMatchObject({ value: 'Basic', dominating: false });
});

test('customers who really prefer another plan are no default', async () => {
  const plan = `CASE WHEN u3 < 0.8 THEN 'Basic' WHEN u3 < 0.82 THEN 'Plus' WHEN u3 < 0.9 THEN 'Pro' ELSE 'Team' END`;
  const verdict = await verdictOf(constant, {
    made: {
      truth: {
        plan: `CASE WHEN broken THEN ${plan} WHEN u3 < 0.5 THEN 'Basic' WHEN u3 < 0.8 THEN 'Plus' WHEN u3 < 0.95 THEN 'Pro' ELSE 'Team' END`,
      },
    },
  });
  expect(verdict.answer).toBe('steady');
});

test('a feature that was always one value is steady', async () => {
  const verdict = await verdictOf(constant, { made: { truth: { visits: '3.0' } } });
  expect(verdict.answer).toBe('steady');
});

test('a window without rows is no answer', async () => {
  const verdict = await verdictOf(constant, {
    context: {
      windows: {
        baseline: { from: new Date('2026-03-01'), to: onset },
        incident: { from: end, to: new Date('2026-03-07') },
        onset,
        now: end,
      },
    },
  });
  expect(verdict).toMatchObject({ answer: 'inconclusive', findings: [] });
});
