import { textWidth } from './letter-widths.ts';

/** One line of words that came from outside, as long as there is room: no breaks, no signs that turn the text around. */
export function clamp(text: string, room: number, size: number, isBold = false): string {
  const words = oneLine(text);
  if (textWidth(words, size, isBold) <= room) return words;
  const marks = [...graphemes.segment(words.slice(0, longestRead))].map(({ segment }) => segment);
  let kept = '';
  for (const mark of marks) {
    if (textWidth(`${kept}${mark}…`, size, isBold) > room) break;
    kept += mark;
  }
  return `${kept.trimEnd()}…`;
}

/** Words over at most `most` lines, broken at spaces; what does not fit ends with an ellipsis. */
export function wrap(
  text: string,
  room: number,
  look: { readonly size: number; readonly most: number; readonly isBold?: boolean },
): readonly string[] {
  const { size, most, isBold = false } = look;
  const lines: string[] = [];
  let rest = oneLine(text);
  while (rest !== '' && lines.length < most - 1) {
    const line = firstLine(rest, room, (some) => textWidth(some, size, isBold));
    if (line === '') break;
    lines.push(line);
    rest = rest.slice(line.length).trimStart();
  }
  return rest === '' ? lines : [...lines, clamp(rest, room, size, isBold)];
}

/** What has no width on a line or no place in XML goes; so do the marks that reverse the direction of what follows. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/g, '')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Nothing that is drawn has more signs than this; a hostile name may be megabytes long. */
const longestRead = 400;

function firstLine(text: string, room: number, width: (some: string) => number): string {
  let line = '';
  for (const word of text.slice(0, longestRead).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (width(longer) > room) break;
    line = longer;
  }
  return line;
}
