import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Answer, Questions } from '../../src/checks/question.ts';
import { answerScan } from '../../src/sources/answer-scan.ts';
import type { Scanning } from '../../src/sources/answer-scan.ts';
import { alone } from '../../src/sql/plan/scan.ts';
import type { Scan } from '../../src/sql/plan.ts';
import { rowCount } from './made-tables.ts';

const limit = 20;
const rows: Answer = {
  kind: 'rows',
  rows: [{ rows: 1 }],
  asked: { source: 'logs', text: '', parameters: [], milliseconds: 1 },
};
const failed = (cause: 'timeout' | 'broken' | 'cancelled'): Answer => ({
  kind: 'failed',
  cause,
  source: 'logs',
  message: cause,
  hint: '',
});

/** One scan of questions with what each costs; together they cost the sum, and over the limit nothing comes back. */
function sharedScan(costs: Readonly<Record<string, number>>, cause: 'timeout' | 'broken' = 'timeout') {
  const names = Object.keys(costs);
  const questions: Questions = Object.fromEntries(names.map((name) => [name, rowCount]));
  const asked: string[] = [];
  const scanOf = (some: readonly string[]): Scan => ({
    question: rowCount,
    parts: some.map((name) => ({ name, pick: (all) => all })),
    how: alone,
  });
  const answerOf = async (some: readonly string[]): Promise<Answer> => {
    asked.push(some.join(' '));
    const cost = some.reduce((sum, name) => sum + (costs[name] ?? 0), 0);
    await sleep(Math.min(cost, limit));
    return cost > limit ? failed(cause) : rows;
  };
  const controller = new AbortController();
  const scanning: Scanning = {
    questions,
    run: async (scan) => {
      const some = scan.parts.map(({ name }) => name);
      const answer = await answerOf(some);
      return some.map((name) => [name, answer] as const);
    },
    plan: async (some) => [scanOf(Object.keys(some))],
    askAlone: (name) => answerOf([name]),
    signal: controller.signal,
    patience: { halvesHelp: true },
  };
  const ask = async () => {
    const answers = await answerScan(scanOf(names), scanning);
    return Object.fromEntries(answers.map(([name, answer]) => [name, answer.kind]));
  };
  return { ask, asked, scanning, stop: () => controller.abort() };
}

test('a scan that is too much at once is answered in halves', async () => {
  const { ask, asked } = sharedScan({ a: 9, b: 9, c: 9, d: 9 });
  expect(await ask()).toEqual({ a: 'rows', b: 'rows', c: 'rows', d: 'rows' });
  expect(asked).toEqual(['a b c d', 'a b', 'c d']);
});

test('one dear question spoils itself and not those beside it', async () => {
  const { ask } = sharedScan({ a: 1, b: 1, c: 1, dear: 1000 });
  expect(await ask()).toEqual({ a: 'rows', b: 'rows', c: 'rows', dear: 'failed' });
});

test('a source that hangs is asked in halves for as long as twice its first try, and never again', async () => {
  const names = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`q${i}`, 1000]));
  const { ask, asked, scanning } = sharedScan(names);
  const answered = await ask();
  expect(new Set(Object.values(answered))).toEqual(new Set(['failed']));
  expect(Object.keys(answered)).toHaveLength(32);
  expect(asked.length).toBeLessThan(9);
  expect(scanning.patience.halvesHelp).toBe(false);
  asked.length = 0;
  await ask();
  expect(asked).toHaveLength(1);
});

test('a question that cannot be put is found by asking each alone', async () => {
  const { ask, asked } = sharedScan({ a: 1, wrong: 1000, c: 1 }, 'broken');
  expect(await ask()).toEqual({ a: 'rows', wrong: 'failed', c: 'rows' });
  expect(asked).toEqual(['a wrong c', 'a', 'wrong', 'c']);
});

test('what was cancelled is not asked again', async () => {
  const { ask, asked, stop } = sharedScan({ a: 15, b: 15 });
  stop();
  expect(await ask()).toEqual({ a: 'failed', b: 'failed' });
  expect(asked).toHaveLength(1);
});
