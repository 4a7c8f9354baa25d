import { expect, test } from 'vitest';
import { pagerduty } from '../../../src/alert/formats/pagerduty.ts';
import { pagerdutyBody } from '../bodies.ts';
import { context } from '../known-models.ts';

function read(eventChanges: object, dataChanges: object = {}) {
  const { event } = pagerdutyBody;
  const parsed = pagerduty.parse(
    { event: { ...event, ...eventChanges, data: { ...event.data, ...dataChanges } } },
    context,
  );
  if (parsed.kind === 'malformed') throw new Error(parsed.problems.join('\n'));
  return parsed;
}

test('the incident key names model and metric, the title the numbers', () => {
  expect(read({}).alerts).toEqual([
    {
      source: 'pagerduty',
      status: 'firing',
      fingerprint: 'PGR0VU2',
      model: 'churn',
      signal: 'drift',
      metric: 'mean_score',
      column: null,
      segment: {},
      severity: 'warning',
      title: 'Mean score of churn is 0.100 (7d: 0.250)',
      summary: 'Mean score of churn is 0.100 (7d: 0.250)',
      value: 0.1,
      baseline: 0.25,
      startedAt: new Date('2026-03-09T14:05:00Z'),
      endedAt: null,
      links: ['https://acme.pagerduty.com/incidents/PGR0VU2'],
    },
  ]);
});

test.each([
  'incident.triggered',
  'incident.acknowledged',
  'incident.escalated',
  'incident.priority_updated',
  'incident.reopened',
])('%s means that the incident fires', (type) => {
  expect(read({ event_type: type }).alerts[0]).toMatchObject({ status: 'firing', fingerprint: 'PGR0VU2' });
});

test('a resolved incident bears the same fingerprint and ended when the event occurred', () => {
  expect(read({ event_type: 'incident.resolved' }, { status: 'resolved' }).alerts[0]).toMatchObject({
    status: 'resolved',
    fingerprint: 'PGR0VU2',
    endedAt: new Date('2026-03-09T14:06:00.169Z'),
  });
});

test('details of the integration outdo what is read from the key and the title', () => {
  const alert = read(
    {},
    {
      incident_key: 'd3640fbd41094207a1c11e58e46b1662',
      title: 'Something is off',
      custom_details: {
        model: 'fraud',
        metric: 'auc',
        value: 0.71,
        baseline: '0.80',
        severity: 'critical',
        nested: { a: 1 },
      },
    },
  ).alerts[0];
  expect(alert).toMatchObject({
    model: 'fraud',
    metric: 'auc',
    value: 0.71,
    baseline: 0.8,
    severity: 'critical',
  });
});

test('a random key and a plain title leave the service to name the model, and the metric unknown', () => {
  const alert = read(
    {},
    { incident_key: 'd3640fbd41094207a1c11e58e46b1662', title: 'A little bump in the road' },
  ).alerts[0];
  expect(alert).toMatchObject({ model: 'churn', metric: null });
});

test('a priority outdoes the urgency', () => {
  expect(read({}, { urgency: 'high' }).alerts[0]?.severity).toBe('critical');
  expect(read({}, { priority: { summary: 'P1' } }).alerts[0]?.severity).toBe('critical');
  expect(read({}, { priority: { summary: 'P5' }, urgency: 'high' }).alerts[0]?.severity).toBe('info');
  expect(read({}, { priority: { summary: 'Whenever' }, urgency: 'high' }).alerts[0]?.severity).toBe(
    'critical',
  );
});

test.each([
  ['incident.annotated', { type: 'incident_note', content: 'hello' }],
  ['incident.responder.added', { type: 'incident_responder' }],
  ['service.updated', { type: 'service' }],
  ['pagey.ping', { type: 'ping', message: 'Hello from your friend Pagey!' }],
])('%s speaks of no alert, and says so', (type, data) => {
  const parsed = pagerduty.parse({ event: { ...pagerdutyBody.event, event_type: type, data } }, context);
  expect(parsed).toEqual({ kind: 'alerts', alerts: [], skipped: expect.stringContaining(type) as unknown });
});

test('the id of the event names the delivery', () => {
  expect(pagerduty.eventId(pagerdutyBody)).toBe('01BRB6ZP4M6T8ZG4X6BP63ZB9O');
});

test('an incident without a title is malformed, and the path says where', () => {
  const parsed = pagerduty.parse(
    { event: { ...pagerdutyBody.event, data: { type: 'incident', id: 'P1' } } },
    context,
  );
  expect(parsed.kind === 'malformed' && parsed.problems).toEqual([
    expect.stringMatching(/^event\.data\.title: /),
  ]);
});
