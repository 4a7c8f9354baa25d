import type { Check, CheckContext } from '../../src/checks/check.ts';
import { Verdict } from '../../src/checks/evidence.ts';
import type { Answer, Answers, Questions } from '../../src/checks/question.ts';
import { ModelConfig } from '../../src/config/schema/model-schema.ts';
import type { Row } from '../../src/sql/aggregate.ts';

export const onset = new Date('2026-03-05T12:00:00Z');
export const now = new Date('2026-03-05T16:00:00Z');
const labels = { host: 'host', stage: 'stage', status: 'code', error: 'reason' };

export const contextOf = (infra: object, more: Partial<CheckContext> = {}): CheckContext => ({
  modelName: 'risk',
  model: ModelConfig.parse({
    predictions: {
      source: 'logs',
      table: 'predictions',
      id: 'id',
      time: 'ts',
      score: 'score',
      features: ['a'],
    },
    infra: { source: 'metrics', labels, ...infra },
  }),
  windows: {
    baseline: { from: new Date('2026-03-01T12:00:00Z'), to: onset },
    incident: { from: onset, to: now },
    onset,
    now,
  },
  alert: null,
  symptom: null,
  segment: {},
  profile: [],
  thresholds: {},
  parameters: {},
  ...more,
});

export const rows = (...rows: readonly Row[]): Answer => ({
  kind: 'rows',
  rows,
  asked: { source: 'metrics', text: 'up', parameters: [], milliseconds: 1 },
});
export const failed: Extract<Answer, { kind: 'failed' }> = {
  kind: 'failed',
  cause: 'timeout',
  source: 'metrics',
  message: 'infra.gpu: it did not answer within 30 s',
  hint: 'wait',
};

/** The verdict over these answers; the schema of verdicts refuses NaN and infinities. */
export const judge = (check: Check, context: CheckContext, answers: Answers) =>
  Verdict.parse(check.verdict(context, answers));
export const ofKind = (questions: Questions) =>
  Object.entries(questions).map(([name, question]) => `${name}: ${question.kind}`);
