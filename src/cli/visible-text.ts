const control = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * Text from outside as it may be printed: a control character could move the cursor, hide words or write others over
 * them, and one that turns the direction of reading could swap them. Each is shown by its number instead.
 */
export function visibleText(text: string): string {
  return text.replaceAll(control, (character) => {
    if (character === '\n') return character;
    if (character === '\t') return '  ';
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;

/** Columns that the text takes up: wide letters and emoji take two. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += wide.test(segment) ? 2 : 1;
  return columns;
}
