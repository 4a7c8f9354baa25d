import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lineOfKey, lineOfLast } from '../../src/suspects/line-of-key.ts';

const source = [
  "import type { Hypothesis } from '../hypothesis.ts';",
  '/** Where nulls: 3 in a comment is no key. */',
  'export const made: Hypothesis = {',
  "  id: 'data.nulls',",
  "  sentence: '{culprit} is null, expects: nothing.',",
  '  expects: {',
  '    misses: 0.04,',
  "    'served-null': 0.1,",
  '    nulls: 0.97,',
  '  },',
  '  change: { kinds: { data: 0.45 }, words: /nulls: {/ },',
  '  mitigations: [',
  "    { kind: 'fallback', words: 'Use {culprit}.' },",
  '    {',
  "      kind: 'pray',",
  '    },',
  '  ],',
  '};',
].join('\n');

test.each([
  ['id', 4],
  ['expects', 6],
  ['expects.nulls', 9],
  ['expects.served-null', 8],
  ['change.kinds', 11],
  ['change.kinds.data', 11],
  ['mitigations[0].kind', 13],
  ['mitigations[1].kind', 15],
  ['expects.written-nowhere', 6],
  ['mitigations[1].reversible', 12],
])('%s stands on line %i', (key, line) => {
  expect(lineOfKey(source, key)).toBe(line);
});

test('a key that is not written at all has no line', () => {
  expect(lineOfKey(source, 'guardrails')).toBeNull();
  expect(lineOfLast(source, 'dataNulls')).toBeNull();
});

test('in the files there are, each key is found on the line that writes it', () => {
  const file = new URL('../../src/suspects/hypotheses/data-nulls.ts', import.meta.url);
  const text = readFileSync(file, 'utf8');
  const line = lineOfKey(text, 'expects.nulls') ?? 0;
  expect(text.split('\n')[line - 1]).toMatch(/^\s+nulls: 0\.\d+,$/);
});
