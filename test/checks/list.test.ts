import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/list.ts';

const folder = fileURLToPath(new URL('../../src/checks/', import.meta.url));

test('every check in the folder is in the list, under its file name, and nothing else is', async () => {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(20);
  const found: string[] = [];
  for (const file of files) {
    const source = await readFile(folder + file, 'utf8');
    if (/^export const \w+: Check = \{/m.test(source)) found.push(file.replace(/\.ts$/, ''));
  }
  expect(found.length).toBeGreaterThan(10);
  expect(new Set(CHECKS.map(({ about }) => about.id))).toEqual(new Set(found));
});

test('every check asks a question, tells something apart, and says why each threshold is what it is', () => {
  for (const { about } of CHECKS) {
    expect(about.tellsApart).not.toEqual([]);
    expect(about.question).toMatch(/\?$/);
    for (const threshold of Object.values(about.thresholds)) expect(threshold.why).toMatch(/.{20}/);
  }
});
