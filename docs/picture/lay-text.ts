import { textWidth } from './letter-widths.ts';

/** Letters that look alike. */
export type Run = {
  readonly text: string;
  readonly isBold: boolean;
  readonly isItalic: boolean;
  readonly isCode: boolean;
  readonly isLink: boolean;
};

export type Placed = Run & { readonly x: number; readonly width: number };
/** The runs of one line, with `x` from its left end. */
export type Line = readonly Placed[];

const plain: Run = { text: '', isBold: false, isItalic: false, isCode: false, isLink: false };
const marked = /<!date\^[^|>]*\|([^>]*)>|<[^|>]+\|([^>]*)>|<@([^>]+)>|`([^`\n]+)`|\*([^*\n]+)\*|_([^_\n]+)_/g;

/** Slack's markup as runs: dates by their fallback, links by their text, people by `nameOf`. */
export function runsOf(text: string, nameOf: (user: string) => string): readonly Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (const match of text.matchAll(marked)) {
    const [whole, date, link, user, code, bold, italic] = match;
    // Markup begins at a word's beginning; `feature_store_keys` holds none.
    const isInWord = /\w/.test(text[match.index - 1] ?? '') && /^[*_]/.test(whole);
    if (isInWord) continue;
    runs.push({ ...plain, text: text.slice(from, match.index) });
    if (date !== undefined) runs.push({ ...plain, text: date });
    if (link !== undefined) runs.push({ ...plain, text: link, isLink: true });
    if (user !== undefined) runs.push({ ...plain, text: `@${nameOf(user)}`, isLink: true });
    if (code !== undefined) runs.push({ ...plain, text: code, isCode: true });
    if (bold !== undefined) runs.push({ ...plain, text: bold, isBold: true });
    if (italic !== undefined) runs.push({ ...plain, text: italic, isItalic: true });
    from = match.index + whole.length;
  }
  runs.push({ ...plain, text: text.slice(from) });
  return runs
    .filter((run) => run.text !== '')
    .map((run) => ({
      ...run,
      text: run.text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    }));
}

/** Breaks runs at spaces so that no line is wider than `width`. */
export function wrap(
  runs: readonly Run[],
  { width, size }: { readonly width: number; readonly size: number },
): readonly Line[] {
  const lines: Placed[][] = [[]];
  let x = 0;
  for (const run of runs) {
    for (const word of run.text.split(/(?<= )/)) {
      const wide = textWidth(word.trimEnd(), { size, ...run });
      if (x > 0 && x + wide > width) {
        lines.push([]);
        x = 0;
      }
      x = place(lines.at(-1) ?? [], { ...run, text: word }, { x, size });
    }
  }
  return lines;
}

/** Adds a word to a line, to the run before it where that looks alike; answers where the line ends now. */
function place(
  line: Placed[],
  word: Run,
  { x, size }: { readonly x: number; readonly size: number },
): number {
  const width = textWidth(word.text, { size, ...word });
  const before = line.at(-1);
  if (before !== undefined && looksAlike(before, word)) {
    line[line.length - 1] = { ...before, text: before.text + word.text, width: before.width + width };
  } else {
    line.push({ ...word, x, width });
  }
  return x + width;
}

function looksAlike(one: Run, other: Run): boolean {
  return (
    one.isBold === other.isBold &&
    one.isItalic === other.isItalic &&
    one.isCode === other.isCode &&
    one.isLink === other.isLink
  );
}
