import { describe, expect, test } from 'vitest';
import { objectionsTo, reachesRoot, stopsAt } from '../../src/incident/whys.ts';
import type { Why } from '../../src/incident/state/state.ts';

const why = (id: string, text: string, under: string | null = null): Why => ({
  id,
  text,
  under,
  evidence: null,
  by: { kind: 'bot' },
});

describe('an answer that stops at a symptom', () => {
  test.each([
    'AUC dropped from 0.86 to 0.79',
    'because the null rate of device_type went up',
    'latency rose to 900 ms',
    'the P95 latency spiked after the deploy',
    'many requests timed out',
    'the error rate is too high',
    'conversion fell in Brazil',
    'predictions got worse on Android',
    'more nulls arrived than before',
    'PSI of country increased',
    'device_type was null: values were missing',
    'the feature is stale',
    'CPU was saturated',
    'it crashed',
    'everything was slow',
    'the model degraded',
    'scores shifted upwards',
    'the queue grew',
    'calibration is off',
    'features became stale',
    'F1 is lower than last week',
    'the label arrived late, labels are late',
    'recall decreased for new users',
  ])('%s', (text) => expect(stopsAt(text)).toBe('symptom'));
});

describe('an answer that stops at a person', () => {
  test.each([
    'human error',
    'Priya forgot to change the key',
    'somebody forgot the migration',
    'the engineer did not test it',
    'the developer made a mistake',
    'someone deployed on a Friday',
    'the on-call engineer ignored the alert',
    '<@U012AB3CD> pushed the wrong version',
    'operator error during the rollout',
    'he should have read the runbook',
    'they merged without looking',
    'the reviewer missed it',
    'we overlooked the warning',
    'it was the fault of the data team, carelessness',
    'a typo in the key',
    'the intern deleted the table',
    'she accidentally changed the threshold',
    'the vendor broke the schema',
    'because the author didn’t think of it',
    'the team was distracted',
    'a mistake by the platform team',
    'the data scientist had missed the drift alert',
  ])('%s', (text) => expect(stopsAt(text)).toBe('person'));
});

describe('an answer that stops at the fix', () => {
  test.each([
    'we rolled back to v2',
    'rolled back chg-0834',
    'it was not rolled back',
    'restarted the pods',
    'we added a contract test',
    'add a null-rate alert',
    'the key needs to be fixed',
    'we should add a canary',
    'a hotfix was deployed, it has been fixed',
    'we must pin the version',
    'scaled up to 12 replicas',
    'the cache needed a restart',
    'the team reverted the flag',
    'disabled the experiment',
    'backfilled the column',
    'there was no hotfix',
    'we then retrained the model',
    'increase the memory limit',
  ])('%s', (text) => expect(stopsAt(text)).toBe('fix'));
});

describe('an answer that names a process or a control that failed', () => {
  test.each([
    'no contract test covers the keys of the feature store',
    'the review of a configuration change does not ask who reads the key',
    'there is no alert on the null rate of features',
    'nobody owns the schema between app and feature store',
    'the rollout has no canary for cached reads',
    'a deploy of the store is not gated by parity tests',
    'nothing compares the writer’s key with the reader’s',
    'the runbook does not name the downstream models',
    'CI has no load test for the embedding stage',
    'the baseline of the drift monitor is fixed, and its owner is not told of campaigns',
    'version pins are not enforced for the preprocessing library',
    'the checklist for a new feature does not require a default',
    'the change process allows a threshold to go out without approval',
    'the SLO has no budget for the embedding stage',
    'the schema is undocumented',
    'monitoring watches the total only, not single countries',
    'no one is responsible for the shared cache',
    'staging has no production keys, so the tests pass there',
  ])('%s', (text) => expect(stopsAt(text)).toBeNull());
});

test('a chain is judged by its ends, branch by branch', () => {
  const chain = [
    why('W1', 'AUC dropped'),
    why('W2', 'device_type was read by the wrong key', 'W1'),
    why('W3', 'Priya forgot to change the client', 'W2'),
    why('W4', 'no contract test covers the keys', 'W2'),
  ];
  expect(objectionsTo(chain).map(({ at, kind }) => [at, kind])).toEqual([['W3', 'person']]);
  expect(reachesRoot({ whys: chain })).toBe(false);
  expect(reachesRoot({ whys: [...chain, why('W5', 'the review does not ask for it', 'W3')] })).toBe(true);
});

test('one answer alone is no chain, unless it names a control', () => {
  expect(objectionsTo([why('W1', 'the store serves another key now')])).toMatchObject([{ kind: 'short' }]);
  expect(objectionsTo([why('W1', 'no contract covers the keys')])).toEqual([]);
  expect(objectionsTo([])).toEqual([]);
});
