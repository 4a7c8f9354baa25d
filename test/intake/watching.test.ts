import { expect, test } from 'vitest';
import { createCounters } from '../../src/intake/counters.ts';
import { askHealth, statusOf, type Health } from '../../src/intake/health.ts';
import { metricsText } from '../../src/intake/metrics-text.ts';
import { alertmanagerBody } from '../alert/bodies.ts';
import { healthy, openDoor } from './door.ts';

const build = { version: '1.2.3', startedAt: new Date('2026-03-09T15:00:00Z') };

async function healthOf(health: () => Promise<Health>) {
  const door = await openDoor({ health });
  const answer = await fetch(`${door.url}/healthz`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test('a healthy process says so, with what waits', async () => {
  expect(await healthOf(async () => healthy)).toEqual({ status: 200, body: { status: 'ok', ...healthy } });
});

test('without Slack, or with a source away, it is degraded and goes on', async () => {
  const noSlack = await healthOf(async () => ({ ...healthy, slack: 'disconnected' }));
  expect(noSlack).toMatchObject({ status: 200, body: { status: 'degraded', slack: 'disconnected' } });
  const noSource = { source: 'logs', ok: false, message: 'cannot open postgres://bot:hunter2@db' };
  const answer = await healthOf(async () => ({ ...healthy, sources: [noSource] }));
  expect(answer).toMatchObject({ status: 200, body: { status: 'degraded' } });
  expect(JSON.stringify(answer)).not.toContain('hunter2');
});

test('when alerts cannot be kept, it is down', async () => {
  const damaged = { ok: false, message: 'The database file is damaged.' };
  expect(await healthOf(async () => ({ ...healthy, database: damaged }))).toMatchObject({
    status: 503,
    body: { status: 'down', database: damaged },
  });
});

test('a health check that fails or hangs is as bad as a bad one', async () => {
  const failing = await healthOf(() => Promise.reject(new Error('no xoxb-123456789012 here')));
  expect(failing).toEqual({ status: 503, body: { status: 'down', message: 'no [redacted] here' } });
  const hanging = await askHealth(() => new Promise(() => {}), 20);
  expect(statusOf(hanging)).toBe('down');
});

test('every delivery is counted by source and outcome', async () => {
  const door = await openDoor({ sources: { grafana: { bearer: 'the-right-token' } } });
  await door.post('alertmanager', alertmanagerBody);
  await door.post('alertmanager', alertmanagerBody);
  await door.post('alertmanager', { version: '4' });
  await door.post('grafana', {});
  await door.post('nagios"\n', {});
  const answer = await fetch(`${door.url}/metrics`);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await answer.text();
  for (const line of [
    'fishbone_intake_requests_total{source="alertmanager",outcome="accepted"} 1',
    'fishbone_intake_requests_total{source="alertmanager",outcome="duplicate"} 1',
    'fishbone_intake_requests_total{source="alertmanager",outcome="malformed"} 1',
    'fishbone_intake_requests_total{source="grafana",outcome="unauthorized"} 1',
    'fishbone_intake_requests_total{source="unknown",outcome="unknown-source"} 1',
    'fishbone_alerts_received_total{source="alertmanager"} 2',
    'fishbone_slack_connected 1',
    'fishbone_source_up{source="logs"} 1',
    'fishbone_inbox_waiting 0',
    `fishbone_build_info{version="1.2.3",node="${process.versions.node}"} 1`,
  ]) {
    expect(text.split('\n')).toContain(line);
  }
});

test('the text of the metrics keeps to the format, whatever a source is called', () => {
  const counters = createCounters();
  counters.count('fishbone_intake_requests_total', { source: 'a"b\\c\nd', outcome: 'accepted' });
  const sources = [{ source: 'x"} 1\nfake_metric 7', ok: false, message: '' }];
  const text = metricsText(counters.series(), { kind: 'known', health: { ...healthy, sources } }, build);
  expect(text.endsWith('\n')).toBe(true);
  const sample =
    /^[a-z_]+(?:\{[a-z_]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\["\\n])*")*\})? -?\d+(?:\.\d+)?$/;
  const lines = text.trimEnd().split('\n');
  expect(lines.filter((line) => !sample.test(line) && !/^# (?:HELP|TYPE) [a-z_]+ /.test(line))).toEqual([]);
  expect(text).toContain('{source="a\\"b\\\\c\\nd",outcome="accepted"} 1');
});

test('what the bot watches by itself can be watched by rules of Prometheus', () => {
  const ranAt = new Date('2026-03-09T14:30:00Z');
  const monitors = [
    { monitor: 'nulls "of" age', model: 'deposit', value: 0.18, firing: true, ranAt },
    { monitor: 'never-run', model: 'deposit', value: null, firing: false, ranAt: null },
  ];
  const text = metricsText([], { kind: 'known', health: { ...healthy, monitors } }, build);
  const told = text.split('\n').filter((line) => line.startsWith('fishbone_monitor_'));
  const labels = String.raw`{monitor="nulls \"of\" age",model="deposit"}`;
  expect(told).toEqual([
    `fishbone_monitor_value${labels} 0.18`,
    `fishbone_monitor_firing${labels} 1`,
    `fishbone_monitor_last_run_timestamp_seconds${labels} 1773066600`,
  ]);
});

test('without an answer about the health the counters are still told', () => {
  const counters = createCounters();
  counters.count('fishbone_alerts_handled_total', { source: 'grafana', outcome: 'opened' });
  const text = metricsText(counters.series(), { kind: 'unknown', message: 'no answer' }, build);
  expect(text).toContain('fishbone_alerts_handled_total{source="grafana",outcome="opened"} 1\n');
  expect(text).toContain('fishbone_database_up 0\n');
});
