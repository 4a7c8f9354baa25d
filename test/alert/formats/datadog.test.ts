import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { datadog, datadogTemplate } from '../../../src/alert/formats/datadog.ts';
import { datadogBody } from '../bodies.ts';
import { context, receivedAt } from '../known-models.ts';

function alertIn(changes: object) {
  const read = datadog.parse({ ...datadogBody, ...changes }, context);
  if (read.kind === 'malformed') throw new Error(read.problems.join('\n'));
  return read.alerts[0];
}

test('tags name model and metric, the scope the segment, the text the numbers', () => {
  expect(alertIn({})).toEqual({
    source: 'datadog',
    status: 'firing',
    fingerprint: '9bd4ac313a4d1e8f',
    model: 'fraud',
    signal: 'service-health',
    metric: 'error_rate',
    column: null,
    segment: { country: 'DE' },
    severity: 'critical',
    title: 'Error rate of fraud',
    summary: 'Error rate is 4% (was 0.7%).',
    value: 0.04,
    baseline: 0.007,
    startedAt: new Date(1773065100000),
    endedAt: null,
    links: ['https://app.datadoghq.eu/monitors/1234'],
  });
});

test.each(['Triggered', 'Re-Triggered', 'Warn', 'Re-Warn', 'No Data', 'Re-No Data', 'Renotify'])(
  '%s fires',
  (transition) => {
    expect(alertIn({ transition })?.status).toBe('firing');
  },
);

test('Recovered resolves, with the same fingerprint, and the date is its end', () => {
  expect(alertIn({ transition: 'Recovered', alert_type: 'success' })).toMatchObject({
    status: 'resolved',
    fingerprint: '9bd4ac313a4d1e8f',
    startedAt: receivedAt,
    endedAt: new Date(1773065100000),
  });
});

test('without a cycle key, monitor and scope are the identity', () => {
  expect(alertIn({ cycle_key: '' })?.fingerprint).toBe('1234:model:fraud,country:DE');
});

test('a variable that Datadog did not replace is as good as missing', () => {
  expect(
    alertIn({ date: '$DATE', priority: '$ALERT_PRIORITY', alert_type: 'warning', link: '$LINK' }),
  ).toMatchObject({
    startedAt: receivedAt,
    severity: 'warning',
    links: [],
  });
});

test('a payload that was never configured is told which variables are missing', () => {
  const read = datadog.parse({ title: 'x', transition: '$ALERT_TRANSITION' }, context);
  expect(read.kind === 'malformed' && read.problems).toEqual([
    'transition: expected the value of $ALERT_TRANSITION',
    'cycle_key: expected the value of $ALERT_CYCLE_KEY (or alert_id with $ALERT_ID)',
  ]);
});

test('the template to configure, filled in, is read', () => {
  const filled = Object.fromEntries(
    Object.keys(datadogTemplate).map((name) => [name, datadogBody[name as keyof typeof datadogBody]]),
  );
  expect(Object.values(filled)).not.toContain(undefined);
  expect(datadog.parse(filled, context).kind).toBe('alerts');
  expect(datadog.eventId(filled)).toBe('7391648223');
});

test('the documentation shows the template that is read', () => {
  const page = readFileSync(new URL('../../../docs/alerts.md', import.meta.url), 'utf8');
  const shown = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(
    (block) => JSON.parse(block[1] ?? '') as unknown,
  );
  expect(shown).toContainEqual(datadogTemplate);
});
