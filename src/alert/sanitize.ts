import { redact } from '../redact/redact.ts';

/** How long each kind of text may be, in UTF-16 units, after cleaning. */
export const longest = { title: 150, summary: 1000, label: 200, link: 2000 } as const;

/**
 * Text from outside, fit to be shown on one line: no control characters, no line breaks, nothing invisible and nothing
 * that turns the direction of writing, no secrets, and no longer than `limit`. Invisible characters go first, because a
 * zero-width space inside a token would hide it from redaction. Slack's own escaping is the Slack adapter's work.
 */
export function cleanText(text: string, limit: number): string {
  const visible = text
    .slice(0, limit * 20 + 2000)
    .toWellFormed()
    .replace(invisible, '')
    .replace(blank, ' ');
  return clamp(redact(visible).trim(), limit);
}

/** Format characters, bidirectional overrides and isolates, zero-width characters, tags, fillers, byte-order marks. */
const invisible = /\p{Default_Ignorable_Code_Point}|\p{Cf}/gu;

/** Control characters, line and paragraph separators, and every other white space, in runs. */
const blank = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;

/** Cuts between code points, never inside one, and says with `…` that it did. */
function clamp(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text
    .slice(0, limit - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`;
}
