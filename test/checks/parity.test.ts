import { expect, test } from 'vitest';
import { parity } from '../../src/checks/parity.ts';
import { end, onset, verdictOf, type Made } from './made-service.ts';

const brokenTo = (expression: string, otherwise: string) =>
  `CASE WHEN broken THEN ${expression} ELSE ${otherwise} END`;

test('features served as the offline code computes them are steady', async () => {
  const verdict = await verdictOf(parity);
  expect(verdict.answer).toBe('steady');
  expect(verdict.line).toBe('6 features are served as the offline code computes them');
});

/** What each feature is served as in one service, and what that is called. */
const services: readonly Readonly<Record<string, readonly [expression: string, name: string]>>[] = [
  {
    amount: ['NULL', 'null'],
    minutes: ['-minutes', 'scale'],
    visits: ['visits + 1', 'offset'],
    plan: ['upper(plan)', 'case'],
  },
  {
    amount: ['amount * 1000', 'scale'],
    minutes: ['trunc(minutes)', 'rounding'],
    visits: ['0', 'constant'],
    plan: [`CASE plan WHEN 'Basic' THEN 'Plus' WHEN 'Plus' THEN 'Basic' ELSE plan END`, 'recode'],
  },
  { amount: ['round(amount, 1)', 'rounding'], minutes: ['least(minutes, 20)', 'clip'] },
  { amount: ['round(amount, -1)', 'rounding'], minutes: ['greatest(minutes, 20)', 'clip'] },
  { amount: ['amount * (1 + (u2 - 0.5) * 0.0009)', 'rounding'], minutes: ['minutes * 1.8 + 32', 'affine'] },
  { amount: ['ln(1 + amount)', 'logarithm'], minutes: ['5 + 40 * u1 * u1 + u2', 'unnamed'] },
  { amount: ['-1', 'constant'], minutes: ['visits', 'copy'] },
];

test.each(services.map((service) => [Object.values(service).map(([, name]) => name), service] as const))(
  'features that differ in these ways are named so: %s',
  async (_, service) => {
    const served: Record<string, string> = {};
    for (const [name, [expression]] of Object.entries(service)) served[name] = brokenTo(expression, name);
    const verdict = await verdictOf(parity, { made: { served } });
    expect(verdict.answer).toBe('shifted');
    const shifted = verdict.findings.filter((finding) => finding.shifted);
    expect(Object.fromEntries(shifted.map((one) => [one.subject.name, one.detail?.['transform']]))).toEqual(
      Object.fromEntries(Object.entries(service).map(([name, [, kind]]) => [name, kind])),
    );
    expect(shifted.map((finding) => finding.before)).toEqual(shifted.map(() => 0));
  },
);

test('the decimals that are left are said', async () => {
  const verdict = await verdictOf(parity, {
    made: { served: { amount: brokenTo('round(amount, 2)', 'amount') } },
  });
  expect(verdict.line).toContain('rounded to 2 decimals');
});

test.each([
  ['numbers', 'amount', 'minutes'],
  ['answers of yes and no', 'loan', 'housing'],
])('two swapped columns of %s name each other', async (_, one, other) => {
  const verdict = await verdictOf(parity, {
    made: { served: { [one]: brokenTo(other, one), [other]: brokenTo(one, other) } },
  });
  const swapped = Object.fromEntries(
    verdict.findings
      .filter((finding) => finding.shifted)
      .map((finding) => [finding.subject.name, [finding.detail?.['transform'], finding.detail?.['partner']]]),
  );
  expect(swapped).toEqual({ [one]: ['swap', other], [other]: ['swap', one] });
  expect(verdict.line).toContain(`swapped with ${other}`);
});

test('two features stuck at zero are constants, although each then agrees with the other', async () => {
  const mostlyZero = {
    amount: 'CASE WHEN u4 < 0.1 THEN amount ELSE 0 END',
    visits: 'CASE WHEN u4 > 0.9 THEN visits ELSE 0 END',
  };
  const verdict = await verdictOf(parity, {
    made: {
      offline: mostlyZero,
      served: { amount: brokenTo('0', mostlyZero.amount), visits: brokenTo('0', mostlyZero.visits) },
    },
  });
  const kinds = verdict.findings.filter((one) => one.shifted).map((one) => one.detail?.['transform']);
  expect(kinds).toEqual(['constant', 'constant']);
});

test('a fault in one segment alone is found when the check is asked about that segment', async () => {
  const made: Made = {
    served: { amount: `CASE WHEN broken AND country = 'IN' AND u2 < 0.09 THEN NULL ELSE amount END` },
  };
  expect((await verdictOf(parity, { made })).answer).toBe('steady');
  expect((await verdictOf(parity, { made, context: { segment: { country: 'IN' } } })).answer).toBe('shifted');
});

test('a disagreement that was always there is steady', async () => {
  const verdict = await verdictOf(parity, { made: { served: { amount: 'round(amount)' } } });
  expect(verdict.answer).toBe('steady');
  expect(verdict.findings[0]?.before).toBeGreaterThan(0.9);
});

test('without offline rows of these requests nothing can be compared', async () => {
  const verdict = await verdictOf(parity, {
    made: { offline: { amount: 'amount' }, without: ['features_offline'] },
  });
  expect(verdict).toMatchObject({ answer: 'inconclusive', findings: [] });
  expect(verdict.line).toContain('features_offline');
});

test('an incident window without requests is no agreement', async () => {
  const verdict = await verdictOf(parity, {
    context: {
      windows: {
        baseline: { from: new Date('2026-03-01'), to: onset },
        incident: { from: end, to: new Date('2026-03-07') },
        onset,
        now: end,
      },
    },
  });
  expect(verdict.answer).toBe('inconclusive');
});

test('a handful of requests in which nothing differs has not shown that features agree', async () => {
  const verdict = await verdictOf(parity, { now: new Date(onset.getTime() + 15 * 60_000) });
  expect(verdict.answer).toBe('inconclusive');
  expect(verdict.line).toContain('too few requests have an offline row yet');
  expect(verdict.answer === 'inconclusive' && verdict.reason).toMatch(/would not be seen/);
});

test('a handful in which all of one feature differ is enough', async () => {
  const verdict = await verdictOf(parity, {
    made: { served: { amount: brokenTo('amount * 1000', 'amount') } },
    now: new Date(onset.getTime() + 30 * 60_000),
  });
  expect(verdict.answer).toBe('shifted');
});
