import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { detectFormat } from '../../../src/alert/formats.ts';
import { generic } from '../../../src/alert/formats/generic.ts';
import { genericBody } from '../bodies.ts';
import { context, receivedAt } from '../known-models.ts';

function alertIn(body: unknown) {
  const read = generic.parse(body, context);
  if (read.kind === 'malformed') throw new Error(read.problems.join('\n'));
  return read.alerts[0];
}

test('every documented field is taken over', () => {
  expect(alertIn(genericBody)).toEqual({
    source: 'generic',
    status: 'firing',
    fingerprint: 'nightly-drift:card_age',
    model: 'fraud',
    signal: 'drift',
    metric: 'psi',
    column: 'card_age',
    segment: { country: 'BR' },
    severity: 'warning',
    title: 'PSI of card_age is 0.42',
    summary: 'PSI of card_age is 0.42',
    value: 0.42,
    baseline: 0.01,
    startedAt: new Date('2026-03-09T14:05:00Z'),
    endedAt: null,
    links: ['https://drift.example/run/7'],
  });
});

test('a model and a metric are enough', () => {
  expect(alertIn({ model: 'churn', metric: 'auc' })).toMatchObject({
    model: 'churn',
    title: 'auc of churn',
    severity: 'warning',
    status: 'firing',
    startedAt: receivedAt,
  });
});

test('without a fingerprint an alert, its update and its resolve still share one', () => {
  const fingerprintOf = (changes: object) =>
    alertIn({ model: 'churn', metric: 'auc', ...changes })?.fingerprint;
  expect(fingerprintOf({ value: 0.7, message: 'now 0.7' })).toBe(
    fingerprintOf({ status: 'resolved', message: 'fine again' }),
  );
  expect(fingerprintOf({ segment: { country: 'BR' } })).not.toBe(fingerprintOf({}));
});

test('a model that the configuration does not know stays unnamed, also when the text names one that it knows', () => {
  expect(alertIn({ model: 'uplift', message: 'AUC of churn is low' })?.model).toBeNull();
});

test('a segment column that the model does not have is left out', () => {
  expect(alertIn({ ...genericBody, segment: { Country: 'BR', planet: 'Mars' } })?.segment).toEqual({
    country: 'BR',
  });
});

test('everything that is wrong is said at once', () => {
  const read = generic.parse(
    { model: 7, value: 'much', started_at: 'yesterday', status: 'maybe', links: 'none' },
    context,
  );
  const wrong = read.kind === 'malformed' ? read.problems.map((line) => line.split(':')[0]) : [];
  expect(new Set(wrong)).toEqual(new Set(['links', 'model', 'started_at', 'status', 'value']));
});

test('an empty object is told what to send', () => {
  expect(generic.parse({}, context)).toMatchObject({
    problems: ['message: expected a message, or the name of a metric'],
    hint: expect.stringContaining('"metric"') as unknown,
  });
});

test('the documentation names every field, and its example is read', () => {
  const page = readFileSync(new URL('../../../docs/alerts.md', import.meta.url), 'utf8');
  const fields = [...Object.keys(genericBody), 'title', 'ended_at'];
  expect(fields.filter((field) => !page.includes(`\`${field}\``))).toEqual([]);
  const shown = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(
    (block) => JSON.parse(block[1] ?? '') as unknown,
  );
  const example = shown.find((body) => detectFormat(body)?.name === 'generic');
  expect(example).toBeDefined();
  expect(generic.parse(example, context).kind).toBe('alerts');
});
