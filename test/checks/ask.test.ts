import { expect, test } from 'vitest';
import { askCheck } from '../../src/checks/ask.ts';
import type { Check, CheckContext } from '../../src/checks/check.ts';
import { influence } from '../../src/checks/influence.ts';
import { inconclusive } from '../../src/checks/windowed.ts';
import { nullRate } from '../../src/checks/null-rate.ts';
import type { Answer } from '../../src/checks/question.ts';
import { ModelConfig } from '../../src/config/schema.ts';
import { usualModel } from './made-model.ts';

const at = new Date('2026-03-09T12:00:00Z');
const context: CheckContext = {
  modelName: 'risk',
  model: ModelConfig.parse(usualModel),
  windows: { baseline: { from: at, to: at }, incident: { from: at, to: at }, onset: at, now: at },
  alert: null,
  symptom: null,
  segment: {},
  profile: [{ kind: 'number', name: 'age', n: 100, min: 0, max: 1, edges: [0.5] }],
  sample: { baseline: 1, incident: 1 },
  thresholds: {},
  parameters: {},
};

/** What a check says when each of its questions fails in this way. */
function verdictWhen(check: Check, answer: Answer) {
  const inquiry = askCheck(check, context);
  let step = inquiry.next();
  while (step.done !== true)
    step = inquiry.next(Object.fromEntries(Object.keys(step.value).map((name) => [name, answer])));
  return step.value;
}
const failed = (cause: 'timeout' | 'broken'): Answer => ({
  kind: 'failed',
  cause,
  source: 'logs',
  message: 'the query took longer than 30 s (sources.logs.timeout) and was stopped',
  hint: 'raise sources.logs.timeout in fishbone.yml',
});

test('a check that timed out says which key to raise', () => {
  const verdict = verdictWhen(nullRate, failed('timeout'));
  expect(verdict).toMatchObject({ answer: 'inconclusive' });
  expect(verdict.line).toContain('sources.logs.timeout');
  expect(verdict).toMatchObject({
    reason: expect.stringMatching(/What to do: raise sources\.logs\.timeout in fishbone\.yml$/) as unknown,
  });
});

test('one that reads a sample says that fewer rows would do', () => {
  expect(verdictWhen(influence, failed('timeout'))).toMatchObject({
    answer: 'inconclusive',
    reason: expect.stringMatching(/lower rows_per_window of the model \(100,000 now\)/) as unknown,
  });
});

test('what failed otherwise has its own reason', () => {
  const verdict = verdictWhen(nullRate, failed('broken'));
  expect(verdict.answer).toBe('inconclusive');
  expect(JSON.stringify(verdict)).not.toContain('What to do');
});

test('what a check has said itself to do is not said twice', () => {
  const late = failed('timeout');
  const told: Check = {
    ...nullRate,
    verdict: () =>
      inconclusive('no scores', `too late. What to do: ${late.kind === 'failed' ? late.hint : ''}`),
  };
  expect(verdictWhen(told, late)).toMatchObject({
    reason: 'too late. What to do: raise sources.logs.timeout in fishbone.yml',
  });
});
