import { expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/list.ts';
import { MonitorConfig } from '../../src/config/schema.ts';
import { alertSubject, signalOfMetric } from '../../src/monitors/alert-subject.ts';

const subjectOf = (check: string) =>
  alertSubject(MonitorConfig.parse({ model: 'deposit', check, schedule: { cron: '0 * * * *' } }), null);

test.each([
  ['threshold', { metric: 'decision_rate', signal: signalOfMetric('decision_rate') }],
  ['utilization', { metric: null, signal: 'service-health' }],
  ['restarts', { metric: null, signal: 'service-health' }],
  ['fallback', { metric: 'fallback_rate', signal: 'service-health' }],
  ['business-impact', { metric: 'kpi', signal: 'business-kpi' }],
  ['labels', { metric: 'label_rate', signal: 'data-quality' }],
  ['parity', { metric: null, signal: 'data-quality' }],
])('an alert of %s is about what a person would look at first', (check, subject) => {
  expect(CHECKS.map(({ about }) => about.id)).toContain(check);
  expect(subjectOf(check)).toMatchObject(subject);
});
