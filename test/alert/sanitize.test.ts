import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, longest } from '../../src/alert/sanitize.ts';

test('line breaks, tabs and control characters become one space', () => {
  expect(cleanText('AUC\r\n\t is\u0000\u001b[31m low\u2028now ', 100)).toBe('AUC is [31m low now');
});

test('what turns the direction of writing or cannot be seen is gone', () => {
  expect(cleanText('\u202Egpj.exe\u202C \u2066x\u2069 a\u200Bu\u200Dc\uFEFF\u00AD\u{E0041}', 100)).toBe(
    'gpj.exe x auc',
  );
});

test('a long text is cut between characters and says so', () => {
  expect(cleanText('a'.repeat(200), longest.title)).toBe(`${'a'.repeat(149)}…`);
  expect(cleanText(`${'a'.repeat(148)}😀😀`, 150)).toBe(`${'a'.repeat(148)}…`);
});

test('a token that a zero-width space was to hide is still found', () => {
  expect(cleanText('token xo\u200Bxb-123456789012-abcdef', 100)).toBe('token [redacted]');
});

test('half a surrogate pair does no harm', () => {
  expect(cleanText('a\uD800b', 10)).toBe('a\uFFFDb');
});

test('whatever comes in, what comes out is one visible line within the limit, and cleaning it again changes nothing', () => {
  const hostile = fc.string({
    unit: fc.oneof(
      fc.constantFrom('\u202E', '\u200B', '\n', '\u0007', '😀', '<', '&', 'xoxb-1234567', '\uD800'),
      fc.string(),
    ),
  });
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 200 }), (text, limit) => {
      const clean = cleanText(text, limit);
      expect(clean.length).toBeLessThanOrEqual(limit);
      expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(cleanText(clean, limit)).toBe(clean);
    }),
    { numRuns: 500 },
  );
});
