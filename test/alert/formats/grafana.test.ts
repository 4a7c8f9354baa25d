import { expect, test } from 'vitest';
import { grafana } from '../../../src/alert/formats/grafana.ts';
import { grafanaBody } from '../bodies.ts';
import { context } from '../known-models.ts';

const entry = grafanaBody.alerts[0];

function alertIn(changes: object) {
  const read = grafana.parse({ ...grafanaBody, alerts: [{ ...entry, ...changes }] }, context);
  if (read.kind === 'malformed') throw new Error(read.problems.join('\n'));
  return read.alerts[0];
}

test('a rule without a metric label is understood by what its summary says', () => {
  expect(alertIn({})).toMatchObject({
    source: 'grafana',
    model: 'fraud',
    metric: 'latency p95',
    signal: 'service-health',
    severity: 'warning',
    value: 900,
    baseline: 120,
    startedAt: new Date('2026-03-09T14:05:00Z'),
    links: ['https://grafana.example/d/abc?viewPanel=1', 'https://grafana.example/alerting/grafana/abc/view'],
  });
});

test('a single value is the metric; of several nobody knows which one is', () => {
  expect(alertIn({ annotations: { summary: 'too slow' }, values: { A: 901.5 } })?.value).toBe(901.5);
  expect(alertIn({ annotations: { summary: 'too slow' }, values: { A: 901.5, C: 1 } })?.value).toBeNull();
  expect(alertIn({ annotations: { summary: 'no data' }, values: null })?.value).toBeNull();
});

test('an annotation with the value outdoes the values of the queries', () => {
  expect(alertIn({ annotations: { value: '880' }, values: { A: 1 } })?.value).toBe(880);
});

test('a legacy dashboard alert is refused with what to use instead', () => {
  const read = grafana.parse(
    { title: '[Alerting] x', ruleName: 'x', state: 'alerting', evalMatches: [] },
    context,
  );
  expect(read).toMatchObject({ kind: 'malformed', hint: expect.stringContaining('Grafana 9') as unknown });
});
