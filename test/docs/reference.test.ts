import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { COMMANDS } from '../../commands/list.ts';
import { CHECKS } from '../../src/checks/list.ts';
import { documents } from '../../docs/reference/written.ts';

const pages = [...globSync('*.md'), ...globSync('{docs,bench,sandbox,examples}/**/*.md')];

describe('what is written for people', () => {
  test('the tables of commands and of checks say what the code says; if not, run: npm run docs', async () => {
    const written = await documents();
    expect(written).toHaveLength(5);
    for (const { before, after } of written) expect(before).toBe(after);
  });

  test('README.md shows every command and docs/checks.md every check', async () => {
    const readme = await readFile('README.md', 'utf8');
    expect(COMMANDS.length).toBeGreaterThan(10);
    expect(COMMANDS.filter(({ name }) => !new RegExp(`^\\| \`${name}[ \`]`, 'm').test(readme))).toEqual([]);
    const checks = await readFile('docs/checks.md', 'utf8');
    expect(CHECKS.length).toBeGreaterThan(15);
    expect(CHECKS.filter(({ about }) => !checks.includes(`| \`${about.id}\` `))).toEqual([]);
  });

  test('every link of a page to a file of the project leads there', async () => {
    expect(pages.length).toBeGreaterThan(8);
    const links = await Promise.all(
      pages.map(async (page) => {
        const text = await readFile(page, 'utf8');
        return [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map((match) => ({
          page,
          link: match[1] ?? '',
        }));
      }),
    );
    expect(links.flat().length).toBeGreaterThan(15);
    expect(links.flat().filter(({ page, link }) => !existsSync(join(dirname(page), link)))).toEqual([]);
  });

  test('every npm script that a page names is there', async () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await readFile('package.json', 'utf8')));
    const named = await Promise.all(
      pages.map(async (page) =>
        [...(await readFile(page, 'utf8')).matchAll(/npm run (?:-s )?([\w:]+)/g)].map(
          (match) => match[1] ?? '',
        ),
      ),
    );
    const names = [...new Set(named.flat())];
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });
});
