import { expect, test } from 'vitest';
import { contextOf } from '../../src/checks/context.ts';
import { goldenReplay } from '../../src/checks/golden-replay.ts';
import { Verdict } from '../../src/checks/evidence.ts';
import type { Answer, Answers } from '../../src/checks/question.ts';
import { ModelConfig } from '../../src/config/schema/model-schema.ts';
import type { Row } from '../../src/sql/aggregate.ts';
import { usualModel } from './made-service.ts';

const asked = { source: 'logs', text: '', parameters: [], milliseconds: 1 };
const rowsBack = (rows: readonly Row[]): Answer => ({ kind: 'rows', rows, asked });
const scoresBack = (scores: readonly number[]): Answer => ({ kind: 'scores', scores, asked });
const failed: Answer = {
  kind: 'failed',
  cause: 'broken',
  source: 'pipeline current (v3)',
  message: 'the pipeline cannot be reached',
  hint: 'check that it runs',
};

const pipeline = (version: string) => ({
  version,
  protocol: 'mlflow',
  url: 'http://127.0.0.1:9/invocations',
});

function verdictOn(answers: Answers, { current = 'v3', previous = 'v2' } = {}): Verdict {
  const model = ModelConfig.parse({
    ...usualModel,
    golden: { source: 'logs', table: 'golden', id: 'sample_id', label: 'label', expected: 'expected_score' },
    pipelines: { current: pipeline(current), previous: pipeline(previous) },
  });
  const context = contextOf({ modelName: 'risk', model, alert: null, now: new Date('2026-03-06') }, null);
  const thresholds = Object.fromEntries(
    Object.entries(goldenReplay.about.thresholds).map(([name, threshold]) => [name, threshold.default]),
  );
  return Verdict.parse(goldenReplay.verdict({ ...context, thresholds }, answers));
}

/** 200 samples whose score orders the labels well, but not perfectly. */
const good = Array.from({ length: 200 }, (_, k) => (k + 0.5) / 200);
const labels = good.map((score, k) => (score + (((k * 37) % 100) / 100 - 0.5) * 0.5 > 0.5 ? 1 : 0));
const samples = good.map((score, k): Row => ({
  'sample id': `s${k}`,
  'sample label': labels[k] ?? 0,
  'sample expected': score,
  amount: k,
}));
const scrambled = good.map((_, k) => ((k * 73) % 200) / 200);

test('the same scores from both pipelines pass', () => {
  const verdict = verdictOn({
    samples: rowsBack(samples),
    current: scoresBack(good),
    previous: scoresBack(good),
  });
  expect(verdict.answer).toBe('steady');
  expect(verdict.line).toMatch(/^200 golden samples pass on v3, AUC 0\.\d+ → 0\.\d+$/);
});

test('a version that orders the samples worse has lost AUC', () => {
  const verdict = verdictOn({
    samples: rowsBack(samples),
    current: scoresBack(scrambled),
    previous: scoresBack(good),
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.findings[0]?.effect).toBeLessThan(-0.2);
  expect(verdict.findings[0]?.detail).toMatchObject({ sameVersion: false });
});

test('the same version that scores a twentieth of the samples otherwise is another build', () => {
  const current = good.map((score, k) => (k % 20 === 0 ? score + 0.01 : score));
  const verdict = verdictOn(
    { samples: rowsBack(samples), current: scoresBack(current), previous: scoresBack(good) },
    { current: 'v3', previous: 'v3' },
  );
  expect(verdict.answer).toBe('shifted');
  expect(verdict.line).toContain('although the version is the same');
  expect(verdict.findings[0]?.detail?.['firstDiffering']).toBe('s0, s20, s40');
});

test('another version with other scores and the same worth is no fault', () => {
  const current = good.map((score, k) => score + 0.002 * ((k % 3) - 1));
  const verdict = verdictOn({
    samples: rowsBack(samples),
    current: scoresBack(current),
    previous: scoresBack(good),
  });
  expect(verdict.answer).toBe('steady');
});

test('the same order on another scale is a matter of calibration', () => {
  const current = good.map((score) => score * 0.4);
  const verdict = verdictOn({
    samples: rowsBack(samples),
    current: scoresBack(current),
    previous: scoresBack(good),
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.findings[0]?.detail?.['rankCorrelation']).toBeCloseTo(1, 6);
});

test('when the previous pipeline is gone the expected scores stand in for it', () => {
  const verdict = verdictOn({ samples: rowsBack(samples), current: scoresBack(good), previous: failed });
  expect(verdict.answer).toBe('steady');
});

test.each<readonly [string, Answers]>([
  ['no pipeline answers', { samples: rowsBack(samples), current: failed, previous: failed }],
  ['the golden set is empty', { samples: rowsBack([]) }],
  ['the golden set cannot be read', { samples: failed }],
  ['nothing came back at all', {}],
  [
    'there are fewer scores than samples',
    { samples: rowsBack(samples), current: scoresBack(good.slice(1)), previous: scoresBack(good) },
  ],
  [
    'the previous pipeline gives fewer scores and none are expected',
    {
      samples: rowsBack(samples.map((row) => ({ ...row, 'sample expected': null }))),
      current: scoresBack(good),
      previous: scoresBack(good.slice(1)),
    },
  ],
  [
    'scores are not numbers',
    { samples: rowsBack(samples), current: scoresBack(good.map(() => NaN)), previous: scoresBack(good) },
  ],
])('there is no answer when %s', (_, answers) => {
  const verdict = verdictOn(answers);
  expect(verdict.answer).toBe('inconclusive');
  expect(verdict.findings).toEqual([]);
});

test.each<readonly [string, Row[], number[]]>([
  ['one sample', samples.slice(0, 1), good.slice(0, 1)],
  ['labels of one kind', samples.map((row) => ({ ...row, 'sample label': 1 })), good],
  ['labels that are missing', samples.map((row) => ({ ...row, 'sample label': null })), good],
  ['one score for all', samples, good.map(() => 0.5)],
])('%s can still be compared score by score, without an AUC difference', (_, rows, scores) => {
  const verdict = verdictOn({
    samples: rowsBack(rows),
    current: scoresBack(scores),
    previous: scoresBack(scores),
  });
  expect(verdict.answer).toBe('steady');
});

test('a regression is judged by its mean absolute error, on the same samples', () => {
  const model = ModelConfig.parse({
    ...usualModel,
    task: 'regression',
    golden: { source: 'logs', table: 'golden', id: 'sample_id', label: 'label' },
    pipelines: { current: pipeline('v3'), previous: pipeline('v2') },
  });
  const context = contextOf({ modelName: 'risk', model, alert: null, now: new Date('2026-03-06') }, null);
  const truth = good.map((_, k) => 100 + ((k * 37) % 200));
  const rows = truth.map((label, k): Row => ({ 'sample id': `s${k}`, 'sample label': label }));
  const noisy = (size: number) => truth.map((label, k) => label + size * (((k * 73) % 100) / 50 - 1));
  const judged = (current: readonly number[]) =>
    goldenReplay.verdict(context, {
      samples: rowsBack(rows),
      current: scoresBack(current),
      previous: scoresBack(noisy(5)),
    });
  expect(judged(noisy(5)).answer).toBe('steady');
  const worse = judged(noisy(15));
  expect(worse.answer).toBe('shifted');
  // The error is three times as large: from 5 · ½ to 15 · ½.
  expect(worse.findings[0]).toMatchObject({ measure: 'MAE on the golden set', test: 'paired t' });
  expect(worse.findings[0]?.before).toBeCloseTo(2.5, 1);
  expect(worse.findings[0]?.after).toBeCloseTo(7.5, 1);
  expect(judged(noisy(2)).answer).toBe('steady');
});

test('a pipeline that gives no scores is told with what to do, as a sentence of its own', () => {
  const verdict = verdictOn({ samples: rowsBack(samples), current: failed, previous: scoresBack(good) });
  expect(verdict).toMatchObject({
    answer: 'inconclusive',
    reason: 'pipeline current (v3): the pipeline cannot be reached. What to do: check that it runs',
  });
});
