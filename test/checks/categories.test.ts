import { expect, test } from 'vitest';
import { categories } from '../../src/checks/categories.ts';
import { verdictOf } from './made-service.ts';

const since = (expression: string, name: string) => `CASE WHEN broken THEN ${expression} ELSE ${name} END`;
const changes = (verdict: Awaited<ReturnType<typeof verdictOf>>) =>
  verdict.findings
    .filter((finding) => finding.shifted)
    .map((finding) => [
      finding.subject.name,
      finding.detail?.['value'],
      finding.detail?.['change'],
      finding.detail?.['formerly'],
    ]);

test('the usual categories in the usual shares are steady', async () => {
  const verdict = await verdictOf(categories);
  expect(verdict).toMatchObject({ answer: 'steady', line: '5 categorical columns have the values they had' });
});

test('more customers from one country are no new category', async () => {
  const verdict = await verdictOf(categories, {
    made: {
      truth: {
        country: since(
          `CASE WHEN u1 < 0.9 THEN 'BR' ELSE 'US' END`,
          `CASE WHEN u1 < 0.6 THEN 'BR' WHEN u1 < 0.99 THEN 'US' ELSE 'BR' END`,
        ),
      },
    },
  });
  expect(verdict.answer).toBe('steady');
});

test('a category that was never there is new, and named with its share', async () => {
  const verdict = await verdictOf(categories, {
    made: { served: { plan: since(`CASE WHEN u1 < 0.05 THEN 'Gold' ELSE plan END`, 'plan') } },
  });
  expect(changes(verdict)).toEqual([['plan', 'Gold', 'new', null]]);
  expect(verdict.line).toMatch(/^plan=Gold is new: [45]/);
});

test('a spelling that changes at the source is renamed, online and offline', async () => {
  const upper = since('upper(plan)', 'plan');
  const verdict = await verdictOf(categories, {
    made: { served: { plan: upper }, offline: { plan: upper } },
  });
  expect(changes(verdict)).toContainEqual(['plan', 'BASIC', 'renamed', 'Basic']);
  expect(changes(verdict)).toContainEqual(['plan', 'Basic', 'vanished', null]);
  expect(verdict.findings.find((one) => one.detail?.['value'] === 'BASIC')?.detail).toMatchObject({
    spelling: true,
    offlineToo: true,
  });
});

test('a spelling that changes in one app alone is renamed too', async () => {
  const verdict = await verdictOf(categories, {
    made: {
      served: { plan: `CASE WHEN broken AND device = 'ios' AND u1 < 0.4 THEN lower(plan) ELSE plan END` },
    },
  });
  expect(changes(verdict)).toContainEqual(['plan', 'basic', 'renamed', 'Basic']);
  expect(verdict.findings.find((one) => one.detail?.['value'] === 'basic')?.detail?.['offlineToo']).toBe(
    false,
  );
});

test('a value that takes the place of another is renamed whatever it is called', async () => {
  const verdict = await verdictOf(categories, {
    made: { served: { plan: since(`CASE plan WHEN 'Plus' THEN 'P-2' ELSE plan END`, 'plan') } },
  });
  expect(changes(verdict)).toHaveLength(2);
  expect(changes(verdict)).toContainEqual(['plan', 'Plus', 'vanished', null]);
  expect(changes(verdict)).toContainEqual(['plan', 'P-2', 'renamed', 'Plus']);
});

test('a segment that stops coming has vanished', async () => {
  const verdict = await verdictOf(categories, { made: { kept: `NOT (broken AND country = 'US')` } });
  expect(changes(verdict)).toEqual([['country', 'US', 'vanished', null]]);
});

test('a column with a new name in every row is no category', async () => {
  const verdict = await verdictOf(categories, { made: { truth: { device: `'device-' || i` } } });
  expect(verdict).toMatchObject({ answer: 'steady', line: '4 categorical columns have the values they had' });
});
