import { stripVTControlCharacters } from 'node:util';
import { columnsOf } from './visible-text.ts';

const narrowest = 10;

/** Breaks lines between words; styles take no columns. A word that is longer than a line stands alone on its own. */
export function wrap(text: string, width: number): string {
  const limit = Math.max(narrowest, width);
  return text
    .split('\n')
    .map((line) => wrapLine(line, limit))
    .join('\n');
}

function wrapLine(line: string, limit: number): string {
  const lines: string[] = [];
  let current = '';
  let used = 0;
  for (const word of line.split(' ')) {
    const columns = columnsOf(stripVTControlCharacters(word));
    if (current !== '' && used + 1 + columns > limit) {
      lines.push(current);
      current = word;
      used = columns;
    } else {
      current = current === '' ? word : `${current} ${word}`;
      used += columns + (used === 0 ? 0 : 1);
    }
  }
  return [...lines, current].join('\n');
}
