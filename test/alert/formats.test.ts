import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alertFormats, detectFormat, formatNamed, parseAnyAlert } from '../../src/alert/formats.ts';
import { alertmanagerBody, datadogBody, genericBody, grafanaBody, pagerdutyBody } from './bodies.ts';
import { context } from './known-models.ts';

const examples = [
  ['alertmanager', alertmanagerBody],
  ['grafana', grafanaBody],
  ['pagerduty', pagerdutyBody],
  ['datadog', datadogBody],
  ['generic', genericBody],
] as const;

test('the list of formats is the folder of formats', () => {
  const files = readdirSync(new URL('../../src/alert/formats', import.meta.url));
  expect(files.length).toBeGreaterThan(0);
  expect(alertFormats.map(({ name }) => `${name}.ts`).toSorted()).toEqual(files.toSorted());
});

test.each(alertFormats.map(({ name }) => name))(
  'the file of %s exports the format under its own name',
  async (name) => {
    const file = (await import(`../../src/alert/formats/${name}.ts`)) as Record<string, unknown>;
    expect(file[name]).toBe(formatNamed(name));
  },
);

test.each(examples)('a body of %s is recognised by its marks', (name, body) => {
  expect(detectFormat(body)?.name).toBe(name);
});

test.each(examples)('a body of %s read from a file is read as that', (name, body) => {
  const read = parseAnyAlert(body, context);
  expect(read.kind === 'alerts' && read.alerts[0]?.source).toBe(name);
});

test('a body like none of the formats is told so, with what would do', () => {
  const read = parseAnyAlert({ hello: 'world' }, context);
  expect(read).toMatchObject({ kind: 'malformed', hint: expect.stringContaining('PagerDuty') as unknown });
});

test.each([null, undefined, 7, 'text', true, [], [1], {}])(
  '%j is no alert in any format, and nothing breaks',
  (body) => {
    expect(detectFormat(body)).toBeNull();
    for (const format of alertFormats) {
      expect(format.eventId(body)).toBeNull();
      const read = format.parse(body, context);
      expect(read.kind === 'malformed' && read.problems.length > 0 && read.hint !== '').toBe(true);
    }
  },
);
