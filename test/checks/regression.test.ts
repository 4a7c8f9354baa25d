import { expect, test } from 'vitest';
import { influence } from '../../src/checks/influence.ts';
import { predictionDrift } from '../../src/checks/prediction-drift.ts';
import { threshold } from '../../src/checks/threshold.ts';
import { verdictOf } from './made-service.ts';

const task = { task: 'regression' };

test('values of a regression that stay as they were are steady, whatever their scale', async () => {
  const verdict = await verdictOf(predictionDrift, {
    model: task,
    made: { outcome: { score: '10000 + 3000 * u4' } },
  });
  expect(verdict).toMatchObject({ answer: 'steady', line: 'scores are distributed as before' });
});

test('values of a regression that doubled have moved, and the bin that grew is named', async () => {
  const verdict = await verdictOf(predictionDrift, {
    model: task,
    made: { outcome: { score: 'CASE WHEN broken THEN 2 ELSE 1 END * (10000 + 3000 * u4)' } },
  });
  expect(verdict.answer).toBe('shifted');
  expect(verdict.line).toMatch(/scores 1\.\d+e\+4 to the highest|12\d00 to the highest/);
});

test.each(['NULL::DOUBLE', '7.0', `'NaN'::DOUBLE`])(
  'values that are always %s cannot be compared',
  async (score) => {
    const verdict = await verdictOf(predictionDrift, { model: task, made: { outcome: { score } } });
    expect(verdict.answer).toBe('inconclusive');
  },
);

test('a regression has no threshold, and that is said instead of a verdict', async () => {
  expect(await verdictOf(threshold, { model: task })).toMatchObject({
    answer: 'inconclusive',
    line: 'a regression decides nothing',
  });
});

test('what moves a value is seen on any scale', async () => {
  const verdict = await verdictOf(influence, {
    model: task,
    made: { outcome: { score: '500 * minutes' } },
  });
  expect(verdict.answer).toBe('steady');
  expect(verdict.line).toContain('minutes');
});
