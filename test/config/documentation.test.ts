import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { configJsonSchema } from '../../src/config/json-schema.ts';
import { parseConfig } from '../../src/config/load.ts';
import { configReference, configSections, flow } from '../../src/config/reference.ts';

const doc = (name: string) => readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('what is written about the configuration', () => {
  test('docs/fishbone.schema.json is what `fishbone schema` prints', async () => {
    const written: unknown = JSON.parse(await doc('fishbone.schema.json'));
    expect(written).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
  });

  test('docs/configuration.md lists every key as `fishbone schema --reference` does', async () => {
    const text = await doc('configuration.md');
    expect(text).toContain(configReference());
  });

  test('every key says what it is, and every value shows an example', () => {
    const keys = configSections().flatMap((section) => section.keys);
    const bare = keys.filter((key) => key.description === '');
    const withoutExample = keys.filter((key) => key.example === undefined && !key.type.includes('a mapping'));
    expect(keys.length).toBeGreaterThan(80);
    expect([...bare, ...withoutExample].map((key) => key.path)).toEqual([]);
  });

  test('an example reads back as the value it stands for', () => {
    const examples = configSections()
      .flatMap((section) => section.keys)
      .flatMap(({ example }) => (example === undefined ? [] : [example]));
    expect(examples.length).toBeGreaterThan(50);
    expect(examples.map((example): unknown => parse(flow(example)))).toEqual(examples);
  });

  test('the whole example in docs/configuration.md loads', async () => {
    const [, example = ''] = /```yaml\n(version: 1[\s\S]*?)```/.exec(await doc('configuration.md')) ?? [];
    const loaded = parseConfig(example, '/x/fishbone.yml', {
      environment: { ALERTMANAGER_TOKEN: 'long-enough' },
    });
    expect(Object.keys(loaded.config.models)).toEqual(['deposit']);
  });

  test('an editor lets a variable stand where a form is asked for', () => {
    const intake = z.object({ port: z.unknown() });
    const schema = z.object({ properties: z.object({ intake: z.object({ properties: intake }) }) });
    expect(schema.parse(configJsonSchema()).properties.intake.properties.port).toMatchObject({
      default: 8080,
      anyOf: [
        { type: 'integer', minimum: 0 },
        { type: 'string', pattern: String.raw`\$\{` },
      ],
    });
    expect(JSON.stringify(configJsonSchema()).includes('readOnly')).toBe(false);
  });
});
