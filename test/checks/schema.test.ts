import { expect, test } from 'vitest';
import { schema } from '../../src/checks/schema.ts';
import { features, verdictOf } from './made-service.ts';

const since = (expression: string, name: string) => `CASE WHEN broken THEN ${expression} ELSE ${name} END`;
const kinds = (verdict: Awaited<ReturnType<typeof verdictOf>>) =>
  verdict.findings
    .filter((finding) => finding.shifted)
    .map((finding) => [finding.subject.name, finding.detail?.['kind']]);

test('features that mean the same in all three places are steady', async () => {
  expect(await verdictOf(schema)).toMatchObject({
    answer: 'steady',
    line: '6 features keep their type, nulls, categories and unit',
  });
});

test('categories that the model was not trained on are listed', async () => {
  const verdict = await verdictOf(schema, { made: { served: { plan: since('upper(plan)', 'plan') } } });
  expect(kinds(verdict)).toEqual([['plan', 'categories']]);
  expect(verdict.line).toContain('BASIC, PLUS');
});

test('words in place of null are another encoding of the same fact', async () => {
  const plan = 'CASE WHEN u1 < 0.2 THEN NULL ELSE plan END';
  const verdict = await verdictOf(schema, {
    made: { served: { plan: since(`coalesce(${plan}, 'unknown')`, plan) }, training: { plan } },
  });
  expect(kinds(verdict)).toContainEqual(['plan', 'nulls']);
});

test('a unit that online has and offline has not is found against both', async () => {
  const verdict = await verdictOf(schema, { made: { served: { amount: since('amount / 100', 'amount') } } });
  expect(kinds(verdict)).toEqual([
    ['amount', 'unit'],
    ['amount', 'unit'],
  ]);
  expect(verdict.findings.map((finding) => finding.detail?.['place'])).toEqual(
    expect.arrayContaining(['offline', 'training']),
  );
});

test('a unit that always differed is a fact and no fault', async () => {
  const verdict = await verdictOf(schema, { made: { served: { amount: 'amount / 100' } } });
  expect(verdict.answer).toBe('steady');
  expect(verdict.findings.find((finding) => finding.detail?.['kind'] === 'unit')?.detail?.['always']).toBe(
    true,
  );
});

test('texts where numbers were are another type', async () => {
  const verdict = await verdictOf(schema, {
    made: { served: { visits: `CASE WHEN broken THEN visits || ' visits' ELSE visits || '' END` } },
  });
  expect(kinds(verdict)).toContainEqual(['visits', 'type']);
});

test('a feature without a column online breaks the contract', async () => {
  const verdict = await verdictOf(schema, {
    model: {
      predictions: {
        source: 'logs',
        table: 'predictions',
        id: 'request_id',
        time: 'ts',
        score: 'score',
        features: [...features, 'tenure'],
      },
    },
  });
  expect(verdict).toMatchObject({ answer: 'shifted', line: 'online data has no column tenure' });
  expect(verdict.findings.filter((finding) => finding.detail?.['kind'] === 'missing')).toHaveLength(3);
});
