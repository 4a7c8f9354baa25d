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
    [good.replace('2026-11-30', '2026-11-01'), 'monitors.nulls.expected[0].to', 'is before'],
  ])('%#: %s', (lines, key, message) => {
    const said = messages(monitor(lines), { checks }).find((line) => line.includes(`${key}:`));
    expect(said).toContain(message);
  });
});
