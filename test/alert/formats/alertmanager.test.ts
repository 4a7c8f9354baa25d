import { expect, test } from 'vitest';
import { alertmanager } from '../../../src/alert/formats/alertmanager.ts';
import { alertmanagerBody } from '../bodies.ts';
import { context, receivedAt } from '../known-models.ts';

const [firing, resolved] = alertmanagerBody.alerts;

function alertsIn(body: unknown) {
  const read = alertmanager.parse(body, context);
  if (read.kind === 'malformed') throw new Error(read.problems.join('\n'));
  return read.alerts;
}

test('every entry of the group is an alert with its own status', () => {
  expect(alertsIn(alertmanagerBody).map(({ status, fingerprint }) => [status, fingerprint])).toEqual([
    ['firing', 'c6eadffa33fcdf37'],
    ['resolved', '0d354bdf9616cddf'],
  ]);
});

test('labels and annotations name model, metric, segment, value and baseline', () => {
  expect(alertsIn(alertmanagerBody)[0]).toEqual({
    source: 'alertmanager',
    status: 'firing',
    fingerprint: 'c6eadffa33fcdf37',
    model: 'churn',
    signal: 'model-metric',
    metric: 'auc',
    column: null,
    segment: { country: 'BR' },
    severity: 'critical',
    title: 'AUC of churn is 0.78 (7d: 0.86)',
    summary: 'AUC of churn is 0.78 (7d: 0.86)',
    value: 0.7802,
    baseline: 0.861,
    startedAt: new Date('2026-03-09T14:05:12.123Z'),
    endedAt: null,
    links: ['http://prometheus.example:9090/graph?g0.expr=auc'],
  });
});

test('a resolved entry has an end, and its feature label names the column', () => {
  expect(alertsIn(alertmanagerBody)[1]).toMatchObject({
    column: 'device_type',
    metric: 'nulls',
    signal: 'data-quality',
    endedAt: new Date('2026-03-09T14:00:00Z'),
    links: [],
  });
});

test('an entry without a start began when it was received', () => {
  const withoutStart = { ...firing, startsAt: undefined };
  expect(alertsIn({ ...alertmanagerBody, alerts: [withoutStart] })[0]?.startedAt).toEqual(receivedAt);
  const unset = { ...firing, startsAt: '0001-01-01T00:00:00Z' };
  expect(alertsIn({ ...alertmanagerBody, alerts: [unset] })[0]?.startedAt).toEqual(receivedAt);
});

test('without a fingerprint the labels are the identity, in whatever order they come', () => {
  const bare = { ...firing, fingerprint: undefined };
  const turned = { ...bare, labels: Object.fromEntries(Object.entries(firing?.labels ?? {}).toReversed()) };
  const [one, other] = alertsIn({ ...alertmanagerBody, alerts: [bare, turned] });
  expect(one?.fingerprint).toBe(other?.fingerprint);
  expect(one?.fingerprint).not.toBe(
    alertsIn({ ...alertmanagerBody, alerts: [{ ...resolved, fingerprint: '' }] })[0]?.fingerprint,
  );
});

test('a wrong body is told everything that is wrong with it, with the paths in words', () => {
  const wrong = {
    version: '3',
    alerts: [firing, { ...firing, status: 'broken', labels: { model: 7 }, startsAt: '2026-03-09 14:05' }],
  };
  const read = alertmanager.parse(wrong, context);
  expect(read.kind).toBe('malformed');
  const problems = read.kind === 'malformed' ? read.problems : [];
  expect(problems).toEqual([
    expect.stringMatching(/^version: expected "4"/),
    expect.stringMatching(/^alerts\[1\]\.status: /),
    expect.stringMatching(/^alerts\[1\]\.labels\.model: .*expected string/),
    expect.stringMatching(/^alerts\[1\]\.startsAt: expected a time with its zone/),
  ]);
});

test('a group without alerts is malformed, and a hundred problems are cut to twenty', () => {
  expect(alertmanager.parse({ version: '4', alerts: [] }, context)).toMatchObject({
    problems: ['alerts: expected at least one alert'],
  });
  const many = alertmanager.parse({ version: '4', alerts: Array.from({ length: 100 }, () => 7) }, context);
  expect(many.kind === 'malformed' && many.problems).toHaveLength(21);
  expect(many.kind === 'malformed' && many.problems.at(-1)).toBe('and 80 more');
});
