import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Alert } from '../../src/alert/alert.ts';
import type { Parsed } from '../../src/alert/format.ts';
import { alertFormats, detectFormat } from '../../src/alert/formats.ts';
import { longest } from '../../src/alert/sanitize.ts';
import { alertmanagerBody, datadogBody, genericBody, grafanaBody, pagerdutyBody } from './bodies.ts';
import { context, known } from './known-models.ts';

const bodies = [alertmanagerBody, grafanaBody, pagerdutyBody, datadogBody, genericBody];
const hostileText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '\u202E',
      '\u200B',
      '\n',
      '\u0000',
      '<!channel>',
      'xoxb-123456789012',
      '${x}',
      '__proto__',
      'churn',
      '%',
      '$&',
    ),
    fc.string({ maxLength: 3 }),
  ),
  maxLength: 400,
});
const hostileValue = fc.oneof(
  { weight: 3, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.jsonValue() },
);

test.each(alertFormats.map((format) => [format.name, format] as const))(
  'whatever is sent as %s is read or refused with problems, and never breaks',
  (_, format) => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const read = format.parse(body, context);
        const problems = read.kind === 'malformed' ? read.problems : ['none'];
        expect(problems.length).toBeGreaterThan(0);
        problems.forEach(expectVisible);
        alertsOf(read).forEach(expectHarmless);
      }),
      { numRuns: 200 },
    );
  },
);

test.each(alertFormats.map((format) => [format.name, format] as const))(
  'a true body of %s with hostile texts in it gives harmless alerts about known models',
  (name, format) => {
    const body = bodies.find((candidate) => detectFormat(candidate)?.name === name);
    expect(body).toBeDefined();
    let readOnce = 0;
    fc.assert(
      fc.property(fc.infiniteStream(hostileValue), fc.nat({ max: 5 }), (values, every) => {
        let seen = 0;
        const poisoned = mapTexts(body, (text) =>
          (seen += 1) % (every + 2) === 0 ? values.next().value : text,
        );
        const read = format.parse(poisoned, context);
        if (read.kind === 'alerts') readOnce += 1;
        else read.problems.forEach(expectVisible);
        alertsOf(read).forEach(expectHarmless);
      }),
      { numRuns: 200 },
    );
    expect(readOnce).toBeGreaterThan(0);
  },
);

test('a label named __proto__ poisons nothing', () => {
  const body = JSON.parse(
    '{"version":"4","alerts":[{"status":"firing","labels":{"__proto__":"x","constructor":"y","model":"churn"},"annotations":{"__proto__":"z"}}]}',
  ) as unknown;
  const read = alertFormats[0]?.parse(body, context);
  expect(read?.kind === 'alerts' && read.alerts[0]?.model).toBe('churn');
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

function alertsOf(read: Parsed): readonly Alert[] {
  return read.kind === 'alerts' ? read.alerts : [];
}

function expectHarmless(alert: Alert): void {
  expect(Alert.safeParse(alert).success).toBe(true);
  expect(alert.title.length).toBeLessThanOrEqual(longest.title);
  expect(alert.summary.length).toBeLessThanOrEqual(longest.summary);
  expect(alert.fingerprint.length).toBeLessThanOrEqual(longest.label);
  expect(alert.model === null || known.models.some(({ name }) => name === alert.model)).toBe(true);
  const texts = [
    alert.title,
    alert.summary,
    alert.fingerprint,
    alert.metric ?? '',
    alert.column ?? '',
    ...alert.links,
  ];
  [...texts, ...Object.values(alert.segment).map(String)].forEach(expectVisible);
  expect(Number.isNaN(alert.startedAt.getTime())).toBe(false);
}

function expectVisible(text: string): void {
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|xoxb-\d/u);
}

function mapTexts(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, mapTexts(field, change)]));
}
