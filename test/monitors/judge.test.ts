import { describe, expect, test } from 'vitest';
import type { Finding, Verdict } from '../../src/checks/evidence.ts';
import { MonitorConfig } from '../../src/config/schema.ts';
import { judge } from '../../src/monitors/judge.ts';
import { learnThreshold } from '../../src/monitors/learnt-threshold.ts';
import { sparkline } from '../../src/monitors/sparkline.ts';
import { shownFinding, sizeOf } from '../../src/monitors/strength.ts';

const HOUR = 3_600_000;
const slot = Date.parse('2026-03-09T12:00:00Z');
const finding = (effect: number, name = 'age', where?: Finding['where']): Finding => ({
  subject: { kind: 'feature', name },
  ...(where === undefined ? {} : { where }),
  measure: 'null rate',
  unit: 'share',
  before: 0.01,
  after: 0.01 + effect,
  effect,
  low: null,
  high: null,
  nBefore: 9000,
  nAfter: 900,
  test: null,
  p: 0,
  adjustedP: 0,
  threshold: 0.01,
  shifted: true,
  sentence: `${name} is null more often`,
});
const shifted = (...findings: readonly Finding[]): Verdict => ({
  answer: 'shifted',
  line: 'it shifted',
  findings,
});
const windows = {
  baseline: { from: new Date(slot - 26 * HOUR), to: new Date(slot - 2 * HOUR) },
  incident: { from: new Date(slot - 2 * HOUR), to: new Date(slot) },
  onset: null,
  now: new Date(slot),
};
const monitorOf = (more: object) =>
  MonitorConfig.parse({ model: 'deposit', check: 'null-rate', schedule: { cron: '0 * * * *' }, ...more });
const history = (days: number, size: (hour: number) => number) =>
  Array.from({ length: days * 24 }, (_, hour) => ({
    slot: new Date(slot - (days * 24 - hour) * HOUR),
    size: size(hour),
    alerted: false,
  }));
const judged = (more: object, verdict: Verdict, runs = history(0, () => 0), did?: boolean) =>
  judge({
    monitor: monitorOf(more),
    windows,
    watched: { verdict, harm: did === undefined ? null : { did, words: 'AUC as before' } },
    history: runs,
    mute: null,
  });

describe('a budget of false alarms', () => {
  const budget = { false_alarms: { at_most: 1, within: '30d' } };

  test('a shift no larger than what the history has seen stays quiet, a larger one does not', () => {
    const runs = history(10, (hour) => (hour === 100 ? 0.08 : 0.01));
    expect(judged(budget, shifted(finding(0.07)), runs)).toMatchObject({ outcome: 'quiet', threshold: 0.08 });
    expect(judged(budget, shifted(finding(0.09)), runs)).toMatchObject({
      outcome: 'shifted',
      threshold: 0.08,
    });
  });

  test('two months of history allow two half-days above the threshold', () => {
    const runs = history(60, (hour) => ({ 100: 0.5, 700: 0.4, 1000: 0.3 })[hour] ?? 0.01);
    const learnt = learnThreshold(runs, { atMost: 1, withinDays: 30 });
    expect(learnt).toMatchObject({ kind: 'learnt' });
    // 1439 hours are one hour short of 60 days: one half-day may lie above.
    expect(learnt.kind === 'learnt' ? learnt.threshold : null).toBe(0.4);
  });

  test('too short a history says so, and the check’s own threshold holds', () => {
    const early = judged(
      budget,
      shifted(finding(0.02)),
      history(3, () => 0.1),
    );
    expect(early).toMatchObject({ outcome: 'shifted', threshold: 0.01 });
    expect(early.reason).toContain('the history is too short');
  });

  test('what alerted before is not taken for normal', () => {
    const runs = history(10, () => 0.01).map((run, i) =>
      i > 200 ? { ...run, size: 0.9, alerted: true } : run,
    );
    expect(judged(budget, shifted(finding(0.2)), runs).outcome).toBe('shifted');
  });
});

describe('what is expected', () => {
  const expected = [{ from: '2026-03-09', to: '2026-03-09', segment: { country: 'BR' }, reason: 'carnival' }];

  test('is quiet for its segment alone', () => {
    const br = finding(0.3, 'age', { country: 'BR' });
    const us = finding(0.2, 'age', { country: 'US' });
    expect(judged({ expected }, shifted(br))).toMatchObject({ outcome: 'quiet' });
    expect(judged({ expected }, shifted(br, us))).toMatchObject({
      outcome: 'shifted',
      finding: { where: { country: 'US' } },
    });
  });

  test('is over after its last day', () => {
    const past = [{ ...expected[0], from: '2026-03-01', to: '2026-03-08' }];
    expect(judged({ expected: past }, shifted(finding(0.3, 'age', { country: 'BR' }))).outcome).toBe(
      'shifted',
    );
  });
});

test('a small drift without harm is quiet, with harm it is not', () => {
  expect(judged({}, shifted(finding(0.1)), [], false)).toMatchObject({ outcome: 'quiet' });
  expect(judged({}, shifted(finding(0.1)), [], true)).toMatchObject({ outcome: 'shifted' });
});

test('half as many and twice as many are equally far', () => {
  const ratio = (effect: number) => sizeOf({ ...finding(effect), unit: 'ratio' });
  expect(ratio(0.5)).toBeCloseTo(ratio(2), 12);
});

test('a run without a value leaves a gap in the line', () => {
  expect([sparkline([1, null, 2, 3]), sparkline([5, 5]), sparkline([])]).toEqual(['▁·▅█', '▁▁', '']);
});

test('while nothing shifts the value is of the whole, and not of whichever part is farthest off', () => {
  const of = (effect: number, isShifted: boolean, where?: Finding['where']) => ({
    ...finding(effect, 'kpi', where),
    shifted: isShifted,
  });
  const steady = [of(0.01, false), of(0.2, false, { country: 'BR' })];
  expect(shownFinding({ findings: steady })).toMatchObject({ effect: 0.01 });
  const broken = [of(0.05, false), of(0.3, true, { country: 'BR' })];
  expect(shownFinding({ findings: broken })).toMatchObject({ effect: 0.3 });
  expect(shownFinding({ findings: [] })).toBeNull();
});
