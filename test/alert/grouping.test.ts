import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { defaultGroupingRules, groupAlert, type OpenIncident } from '../../src/alert/grouping.ts';
import { incidentKey } from '../../src/alert/key.ts';
import { anAlert } from './alerts.ts';
import { known } from './known-models.ts';

const at = (time: string) => new Date(`2026-03-09T${time}:00Z`);

function anIncident(changes: Partial<OpenIncident> = {}): OpenIncident {
  return {
    incident: 'INC-1',
    key: 'churn/model-metric/auc',
    model: 'churn',
    onsetAt: at('14:00'),
    declaredAt: at('14:10'),
    latest: [anAlert()],
    ...changes,
  };
}

function group(alert: Alert, ...open: readonly OpenIncident[]) {
  return groupAlert(alert, incidentKey(alert, known), { open, rules: defaultGroupingRules });
}

test('the first alert of a model opens an incident', () => {
  expect(group(anAlert())).toEqual({
    kind: 'opens',
    key: 'churn/model-metric/auc',
    reason: 'no incident of churn is open',
  });
});

test('the same alert again is a repeat', () => {
  expect(group(anAlert(), anIncident())).toMatchObject({ kind: 'repeats', incident: 'INC-1' });
});

test('a value that wobbles is a repeat, one that moved is an update', () => {
  expect(group(anAlert({ value: 0.7795 }), anIncident()).kind).toBe('repeats');
  expect(group(anAlert({ value: 0.7 }), anIncident())).toMatchObject({
    kind: 'updates',
    reason: 'value 0.78 → 0.7',
  });
});

test('without a baseline the value itself is the yardstick', () => {
  const before = anIncident({ latest: [anAlert({ value: 100, baseline: null })] });
  expect(group(anAlert({ value: 105, baseline: null }), before).kind).toBe('repeats');
  expect(group(anAlert({ value: 111, baseline: null }), before).kind).toBe('updates');
});

test('a severity that rises is an update', () => {
  expect(group(anAlert({ severity: 'critical' }), anIncident())).toMatchObject({
    kind: 'updates',
    reason: 'severity warning → critical',
  });
});

test('an alert that fires again after its resolve is an update of the open incident', () => {
  const resolved = anIncident({ latest: [anAlert({ status: 'resolved' })] });
  expect(group(anAlert(), resolved)).toMatchObject({
    kind: 'updates',
    reason: expect.stringContaining('again') as unknown,
  });
});

test('a resolve meets its incident and tells how many alerts still fire', () => {
  const both = anIncident({
    latest: [anAlert(), anAlert({ fingerprint: 'f2', metric: 'psi', signal: 'drift' })],
  });
  expect(group(anAlert({ status: 'resolved' }), both)).toMatchObject({
    kind: 'resolves',
    incident: 'INC-1',
    stillFiring: 1,
  });
  expect(group(anAlert({ status: 'resolved' }), anIncident())).toMatchObject({
    kind: 'resolves',
    stillFiring: 0,
    reason: 'alertmanager resolved this alert; no other alert of the incident fires',
  });
});

test('a resolve of nothing is ignored, and so is a second one', () => {
  expect(group(anAlert({ status: 'resolved' }))).toMatchObject({ kind: 'ignores' });
  expect(group(anAlert({ status: 'resolved', fingerprint: 'stranger' }), anIncident())).toMatchObject({
    kind: 'ignores',
  });
  const already = anIncident({ latest: [anAlert({ status: 'resolved' })] });
  expect(group(anAlert({ status: 'resolved' }), already)).toMatchObject({ kind: 'ignores' });
});

test('the same fingerprint from another sender is another alert', () => {
  expect(group(anAlert({ status: 'resolved', source: 'grafana' }), anIncident()).kind).toBe('ignores');
});

test('another monitor that says the same repeats, or updates when it is more alarmed', () => {
  const other = { source: 'grafana', fingerprint: 'g1' } as const;
  expect(group(anAlert(other), anIncident())).toMatchObject({ kind: 'repeats', incident: 'INC-1' });
  expect(group(anAlert({ ...other, severity: 'critical' }), anIncident()).kind).toBe('updates');
});

test('another metric of the same model joins when it began within an hour', () => {
  const nulls = { fingerprint: 'f9', metric: 'null_rate', signal: 'data-quality', column: 'age' } as const;
  expect(group(anAlert({ ...nulls, startedAt: at('14:07') }), anIncident())).toMatchObject({
    kind: 'joins',
    incident: 'INC-1',
    reason:
      'null_rate of age of the same model began as the incident began; up to 60 minutes apart counts as one problem',
  });
  expect(group(anAlert({ ...nulls, startedAt: at('13:01') }), anIncident()).kind).toBe('joins');
  expect(group(anAlert({ ...nulls, startedAt: at('15:10') }), anIncident()).kind).toBe('joins');
});

test('another metric that began hours apart opens an incident of its own, and the reason says why', () => {
  const late = anAlert({ fingerprint: 'f9', metric: 'psi', signal: 'drift', startedAt: at('15:11') });
  expect(group(late, anIncident())).toEqual({
    kind: 'opens',
    key: 'churn/drift/psi',
    reason: 'no open incident of churn began within 60 minutes of it',
  });
});

test('another model never joins, and an unknown one opens by itself', () => {
  const near = { fingerprint: 'f9', startedAt: at('14:05') };
  expect(group(anAlert({ ...near, model: 'fraud' }), anIncident()).kind).toBe('opens');
  expect(group(anAlert({ ...near, model: null }), anIncident())).toMatchObject({
    kind: 'opens',
    reason: 'the alert names no model of the configuration',
  });
});

test('of two incidents nearby the nearer in time is joined', () => {
  const earlier = anIncident({
    incident: 'INC-1',
    onsetAt: at('13:00'),
    declaredAt: at('13:05'),
    latest: [],
  });
  const nearer = anIncident({
    incident: 'INC-2',
    key: 'x',
    onsetAt: at('14:00'),
    declaredAt: at('14:05'),
    latest: [],
  });
  const alert = anAlert({ fingerprint: 'f9', metric: 'psi', signal: 'drift', startedAt: at('13:50') });
  expect(group(alert, earlier, nearer)).toMatchObject({ kind: 'joins', incident: 'INC-2' });
});

test('the minutes to join are for the team to choose', () => {
  const alert = anAlert({ fingerprint: 'f9', metric: 'psi', signal: 'drift', startedAt: at('14:20') });
  const rules = { ...defaultGroupingRules, joinMinutes: 5 };
  expect(groupAlert(alert, 'k', { open: [anIncident()], rules }).kind).toBe('opens');
});

test('whatever comes is decided with a reason, and names only incidents that are open', () => {
  const alert = fc.record({
    status: fc.constantFrom('firing', 'resolved'),
    fingerprint: fc.constantFrom('f1', 'f2', 'f3'),
    model: fc.constantFrom('churn', 'fraud', null),
    metric: fc.constantFrom('auc', 'psi', null),
    severity: fc.constantFrom('critical', 'warning', 'info'),
    value: fc.option(fc.double({ noNaN: true }), { nil: null }),
    startedAt: fc.date({ min: at('10:00'), max: at('20:00'), noInvalidDate: true }),
  });
  const incident = fc.record({
    incident: fc.constantFrom('INC-1', 'INC-2'),
    model: fc.constantFrom('churn', 'fraud'),
    latest: fc.array(
      alert.map((changes) => anAlert(changes)),
      { maxLength: 3 },
    ),
  });
  fc.assert(
    fc.property(alert, fc.array(incident, { maxLength: 3 }), (changes, incidents) => {
      const open = incidents.map((one) => anIncident(one));
      const grouping = group(anAlert(changes), ...open);
      expect(grouping.reason.length).toBeGreaterThan(10);
      const named = 'incident' in grouping ? [grouping.incident] : [];
      expect(open.map((one) => one.incident)).toEqual(expect.arrayContaining(named));
      expect(['resolves', 'ignores'].includes(grouping.kind)).toBe(changes.status === 'resolved');
    }),
  );
});
