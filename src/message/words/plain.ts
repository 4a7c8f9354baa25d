import type { Document, Text } from '../document.ts';
import { clock } from './numbers.ts';

/** A message of one paragraph, which is its summary, too. */
export const plain = (text: Text): Document => ({
  summary: textOf(text),
  blocks: [{ kind: 'paragraph', text }],
});

/** A text without its marks, for places that know none. */
function textOf(text: Text): string {
  return text
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('bold' in part) return part.bold;
      if ('italic' in part) return part.italic;
      if ('code' in part) return part.code;
      if ('time' in part) return clock(part.time);
      if ('link' in part) return part.text;
      return part.person;
    })
    .join('');
}
