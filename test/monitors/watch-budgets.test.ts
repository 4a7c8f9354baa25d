import { expect, test } from 'vitest';
import type { CheckContext } from '../../src/checks/check.ts';
import type { Answers } from '../../src/checks/question.ts';
import { ModelConfig, MonitorConfig } from '../../src/config/schema.ts';
import { watchBudgets } from '../../src/monitors/watch-budgets.ts';

const at = new Date('2026-03-09T12:00:00Z');
const model = ModelConfig.parse({
  predictions: {
    source: 'logs',
    table: 'p',
    id: 'id',
    time: 'ts',
    score: 's',
    features: ['age'],
    segments: [],
  },
  requests: { source: 'logs', table: 'r', time: 'ts', id: 'id', stages: ['fetch_ms', 'infer_ms'] },
});
const context: CheckContext = {
  modelName: 'deposit',
  model,
  windows: { baseline: { from: at, to: at }, incident: { from: at, to: at }, onset: null, now: at },
  alert: null,
  symptom: null,
  segment: {},
  profile: [],
  thresholds: {},
  parameters: {},
};
const steady = { answer: 'steady', line: 'every stage as before', findings: [] } as const;

function judged(budgets: Readonly<Record<string, number>>, p95: readonly number[]) {
  const monitor = MonitorConfig.parse({
    model: 'deposit',
    check: 'latency-by-stage',
    schedule: { cron: '0 * * * *' },
    budgets,
  });
  const inquiry = watchBudgets(context, monitor, steady);
  const asked = inquiry.next();
  if (asked.done === true) return asked.value;
  const row = Object.fromEntries(
    p95.flatMap((value, i) => [[`p${i}`, value] as const, [`n${i}`, 500] as const]),
  );
  const answers: Answers = {
    budgets: {
      kind: 'rows',
      rows: [row],
      asked: { source: 'logs', text: '', parameters: [], milliseconds: 1 },
    },
  };
  const told = inquiry.next(answers);
  if (told.done !== true) throw new Error('it asks once');
  return told.value;
}

test('stages within their budgets stay as the check says', () => {
  expect(judged({ fetch_ms: 50, total: 200 }, [49, 200])).toBe(steady);
  expect(judged({}, [])).toBe(steady);
});

test('every stage over its budget is named, the slowest first, and so is their sum', () => {
  const verdict = judged({ fetch_ms: 50, infer_ms: 80, total: 100 }, [60, 75, 120]);
  expect(verdict.answer).toBe('shifted');
  expect(verdict.line).toBe(
    'the whole request takes 120 ms at p95, and its budget is 100 ms; fetch_ms takes 60 ms at p95, and its budget is 50 ms',
  );
});
