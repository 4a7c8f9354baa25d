import { expect, test } from 'vitest';
import { unitFindings } from '../../../src/checks/features/schema-findings.ts';
import type { CheckContext } from '../../../src/checks/check.ts';
import { contextOf } from '../../../src/checks/context.ts';
import { ModelConfig } from '../../../src/config/schema.ts';
import type { Answers } from '../../../src/checks/question.ts';
import type { Row } from '../../../src/sql/aggregate.ts';

const model = ModelConfig.parse({
  predictions: {
    source: 'logs',
    table: 'predictions',
    id: 'id',
    time: 'ts',
    score: 'score',
    features: ['amount'],
  },
  reference: { source: 'logs', table: 'training' },
});
const context: CheckContext = contextOf(
  { modelName: 'm', model, alert: null, now: new Date('2026-03-02T00:00:00Z') },
  null,
);
const asked = { source: 'logs', text: '', parameters: [], milliseconds: 1 };
const answer = (row: Row) => ({ kind: 'rows' as const, rows: [row], asked });

/** Quartiles of an amount online that are 2.2 times those of training since the onset, from `n` rows each. */
function unitsFrom(n: number, spread: number) {
  const quarters = (window: string, middle: number): Row => ({
    [`nonZero ${window}`]: n,
    [`filled ${window}`]: n,
    [`q0 ${window}`]: middle / spread,
    [`q1 ${window}`]: middle,
    [`q2 ${window}`]: middle * spread,
  });
  const row = { before: n, after: n, ...quarters('before', 100), ...quarters('after', 220) };
  const answers: Answers = {
    'column predictions amount': answer(row),
    'column reference amount': answer(quarters('after', 100)),
  };
  return unitFindings([{ name: 'amount', row }], answers, context);
}

test('quartiles of a hundred rows that spread widely agree on a factor by chance: no unit is told', () => {
  expect(unitsFrom(100, 8)).toMatchObject([{ shifted: false, detail: { kind: 'unit', always: false } }]);
});

test('the same factor from ten thousand rows is another unit', () => {
  const [finding] = unitsFrom(10_000, 8);
  expect(finding).toMatchObject({ shifted: true });
  expect(finding?.adjustedP).toBeLessThan(1e-6);
});
