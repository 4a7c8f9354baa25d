import { expect, test } from 'vitest';
import { routing } from '../../src/checks/routing.ts';
import { onset, usualModel, verdictOf, type Made } from './made-service.ts';

const versions = async (expression: string, made: Made = {}) =>
  verdictOf(routing, { made: { ...made, truth: { model_version: expression } } });

test('versions that keep their share are steady', async () => {
  expect((await verdictOf(routing)).answer).toBe('steady');
});

test('a canary that gets most of the traffic is found with both shares', async () => {
  const verdict = await versions(
    `CASE WHEN u3 < (CASE WHEN broken THEN 0.6 ELSE 0.05 END) THEN 'v1' ELSE 'v2' END`,
  );
  expect(verdict.answer).toBe('shifted');
  const v1 = verdict.findings.find((finding) => finding.subject.name === 'v1');
  expect(v1?.before).toBeCloseTo(0.05, 1);
  expect(v1?.after).toBeCloseTo(0.6, 1);
  expect(v1?.detail).toMatchObject({ appeared: false, vanished: false, replacement: false });
});

test('a version that replaces another at the onset appears while the other vanishes', async () => {
  const verdict = await versions(`CASE WHEN broken THEN 'v3' ELSE 'v2' END`);
  const v3 = verdict.findings.find((finding) => finding.subject.name === 'v3');
  expect(v3?.detail).toMatchObject({ appeared: true, usualShare: 0, replacement: true });
  expect(v3?.at).toEqual(onset);
  expect(verdict.findings.find((one) => one.subject.name === 'v2')?.detail?.['vanished']).toBe(true);
});

test('a release the day before the onset is no change of routing', async () => {
  const verdict = await versions(`CASE WHEN late > -1440 THEN 'v3' ELSE 'v2' END`);
  expect(verdict.answer).toBe('steady');
  expect(verdict.line).toBe('versions as before: v3 100 %');
});

test('without a version column, or without requests since the onset, there is no answer', async () => {
  const nothing = await verdictOf(routing, { made: { kept: 'NOT broken' } });
  expect(nothing).toMatchObject({ answer: 'inconclusive', line: 'no predictions in the incident window' });
});

test('where it watches by itself, a release is no shift, and a version that takes only a part is', async () => {
  const model = { ...usualModel, checks: { routing: { takeover: 30 } } };
  const watched = (expression: string) =>
    verdictOf(routing, { made: { truth: { model_version: expression } }, model });
  const released = await watched(
    `CASE WHEN late > 20 THEN 'v3' WHEN late > 0 AND u3 < 0.5 THEN 'v3' ELSE 'v2' END`,
  );
  expect(released).toMatchObject({
    answer: 'steady',
    line: 'v3 was released: it replaced the version before it',
  });
  const partly = await watched(`CASE WHEN broken AND u3 < 0.5 THEN 'v3' ELSE 'v2' END`);
  expect(partly.answer).toBe('shifted');
  const back = await watched(`CASE WHEN late BETWEEN -2000 AND -600 OR broken THEN 'v1' ELSE 'v2' END`);
  expect(back.answer).toBe('shifted');
});
