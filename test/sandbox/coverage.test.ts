import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { methods } from '../../sandbox/api/registry.ts';
import { blockRules, definedElements, placedElements } from '../../sandbox/blocks/layout.ts';
import {
  behaviourCoverage,
  blockCoverage,
  elementCoverage,
  eventCoverage,
  methodCoverage,
} from '../../sandbox/coverage.ts';
import type { Coverage } from '../../sandbox/coverage.ts';
import { servedSubscriptions } from '../../sandbox/delivery/bot-events.ts';

const served = (list: readonly Coverage[]): string[] =>
  list
    .filter((it) => it.state !== 'absent')
    .map((it) => it.name)
    .sort();

describe('the coverage list is what the sandbox really does', () => {
  test.each([
    ['methods', methodCoverage, [...methods.keys()], 40],
    ['events', eventCoverage, [...servedSubscriptions], 15],
    ['blocks', blockCoverage, Object.keys(blockRules), 20],
    ['elements', elementCoverage, [...definedElements], 25],
  ])('%s', (_what, listed, real, atLeast) => {
    expect(real.length).toBeGreaterThanOrEqual(atLeast);
    expect(served(listed)).toEqual([...real].sort());
    expect(new Set(listed.map((it) => it.name)).size).toBe(listed.length);
  });

  test('every element that is defined has a block to be in', () => {
    expect([...placedElements].filter((it) => it !== 'image').sort()).toEqual([...definedElements].sort());
  });

  test('every behaviour is shown by a test of that title', () => {
    const folder = new URL('.', import.meta.url);
    const files = readdirSync(folder).filter(
      (name) => name.endsWith('.test.ts') && name !== 'coverage.test.ts',
    );
    expect(files.length).toBeGreaterThanOrEqual(8);
    const sources = files.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
    const shown = behaviourCoverage.filter((it) => it.state !== 'absent');
    expect(shown.length).toBeGreaterThan(30);
    const unseen = shown.filter((it) => it.shownBy === undefined || !sources.includes(`'${it.shownBy}'`));
    expect(unseen.map((it) => it.name)).toEqual([]);
  });
});
