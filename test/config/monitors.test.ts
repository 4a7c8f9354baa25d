import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/list.ts';
import { configText, load, messages } from './config-text.ts';

const checks = CHECKS.map((check) => check.about);
const monitor = (lines: string): string =>
  `${configText()}monitors:\n  nulls:\n${lines.replaceAll(/^/gm, '    ')}\n`;
const good = `model: deposit
check: null-rate
schedule: { cron: "*/30 * * * *", timezone: Europe/Berlin, jitter: 2m }
expected:
  - { from: 2026-11-27, to: 2026-11-30, reason: Black Friday }`;

test('a monitor is read with its defaults', () => {
  expect(load(monitor(good), { checks }).config.monitors['nulls']).toMatchObject({
    window: { incident: '2h' },
    minimum: 100,
    misses: 4,
    severity: 'warning',
    expected: [{ from: '2026-11-27', segment: {} }],
  });
});

test.each([
  ['column: fetc_ms', 'monitors.nulls.column', "'fetc_ms' is no stage; did you mean 'fetch_ms'?"],
  ['column: fetch_ms\nbudgets: { infer_ms: 80 }', 'monitors.nulls.budgets.infer_ms', 'about fetch_ms alone'],
])('a monitor of one stage is about a stage that there is: %s', (lines, key, message) => {
  const text = monitor(`${good}\n${lines}`.replace('null-rate', 'latency-by-stage')).replace(
    '    baseline:',
    `    requests:
      { source: logs, table: requests, time: ts, id: request_id, stages: [fetch_ms, infer_ms] }
    baseline:`,
  );
  const said = messages(text, { checks }).find((line) => line.includes(key));
  expect(said).toContain(message);
});

describe('what makes no sense is said at start, with its place', () => {
  test.each([
    [good.replace('*/30 * * * *', '0 0 30 2 *'), 'monitors.nulls.schedule.cron', 'never fires'],
    [good.replace('Europe/Berlin', 'Europe/Berlim'), 'monitors.nulls.schedule.timezone', 'not a time zone'],
    [good.replace('null-rate', 'nul-rate'), 'monitors.nulls.check', "did you mean 'null-rate'?"],
    [good.replace('model: deposit', 'model: deposits'), 'monitors.nulls.model', "did you mean 'deposit'?"],
    [
      good.replace('check: null-rate', 'severity: info'),
      'monitors.nulls',
      'expected a `check` or a `metric`',
    ],
    [`${good}\nmetric: auc`, 'monitors.nulls', 'not both'],
    [`${good}\nthresholds: { flor: 0.1 }`, 'monitors.nulls.thresholds.flor', "did you mean 'floor'?"],
    [`${good}\nbudgets: { total: 100 }`, 'monitors.nulls.budgets', 'latency-by-stage'],
    [`${good}\nsegment: { contry: BR }`, 'monitors.nulls.segment.contry', "did you mean 'country'?"],
    [`${good}\nwindow: { incident: 3h, baseline: 1h }`, 'monitors.nulls.window.baseline', 'shorter'],
    [`${good}\ntimeout: 45m`, 'monitors.nulls.timeout', '30 min between two runs: they would overlap'],
    [
      good.replace('2m }', '30m }'),
      'monitors.nulls.schedule.jitter',
      'less than the 30 min between two runs',
    ],
    [good.replace('*/30', '*/99'), 'monitors.nulls.schedule.cron', 'goes beyond every minute'],
    [`${good}\nwindow: { incident: 30d }`, 'monitors.nulls.window.incident', '7d of the model'],
    [`${good}\nwindow: { incident: 999999d }`, 'monitors.nulls.window.incident', 'at most 366d'],
    [`${good}\nfalse_alarms: { at_most: 1, within: 0s }`, 'monitors.nulls.false_alarms.within', 'more than'],
    [`${good}\nthresholds: { floor: -1 }`, 'monitors.nulls.thresholds.floor', 'no negative number'],
    [
      `${good}\ncolumn: aeg`.replace('null-rate', 'out-of-range'),
      'monitors.nulls.column',
      "'aeg' is no feature; did you mean 'age'?",
    ],
    [
      `${good}\ncolumn: age`.replace('null-rate', 'volume'),
      'monitors.nulls.column',
      'volume speaks of no single features',
    ],
    [
      `${good}\ncolumn: age\ntop_features: 2`.replace('null-rate', 'parity'),
      'monitors.nulls.top_features',
      'named under `column` already',
    ],
    [
      good.replace('check: null-rate', 'metric: auc\ncolumn: age'),
      'monitors.nulls.column',
      'a column is for the metrics',
    ],
    [good.replace('null-rate', 'shadow-compare'), 'monitors.nulls.check', 'when a person asks'],
    [good.replace('check: null-rate', 'metric: null_rate'), 'monitors.nulls', 'name it under `column`'],
    [
      good.replace('check: null-rate', 'metric: psi\ncolumn: contry'),
      'monitors.nulls.column',
      "did you mean 'country'?",
    ],
    [
      good.replace('check: null-rate', 'metric: auc\nlimits: { above: 0.2, below: 0.9 }'),
      'monitors.nulls.limits',
      'every value is above 0.2 or below 0.9',
    ],
    [
      good.replace('check: null-rate', 'metric: auc\nthresholds: { floor: 0.1 }'),
      'monitors.nulls.thresholds',
      'a `metric` has `limits`',
    ],
    [good.replace('2026-11-30', '2026-11-31'), 'monitors.nulls.expected[0].to', "found '2026-11-31'"],
    [
      good.replace('reason:', 'segment: { contry: BR }, reason:'),
      'monitors.nulls.expected[0].segment.contry',
      "did you mean 'country'?",
    ],
    [good.replace('2026-11-30', '2026-11-01'), 'monitors.nulls.expected[0].to', 'is before'],
  ])('%#: %s', (lines, key, message) => {
    const said = messages(monitor(lines), { checks }).find((line) => line.includes(`${key}:`));
    expect(said).toContain(message);
  });
});

test('a name that no command could spell is refused', () => {
  const named = monitor(good).replace('  nulls:', '  "null rate of age":');
  expect(messages(named, { checks }).join(' ')).toContain('without spaces: commands name it');
});
