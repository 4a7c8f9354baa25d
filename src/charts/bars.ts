import { boxMark, cardOption, headMarks, lineMark, textMark } from './drawing.ts';
import type { Drawing, Mark } from './drawing.ts';
import { cardWidth, colours, letters, lineHeight, margin, plotWidth } from './look.ts';
import { textWidth } from './letter-widths.ts';
import { clamp } from './words.ts';

/** A value with its interval, if it has one. */
export type Bar = { readonly value: number; readonly low: number | null; readonly high: number | null };

/** One thing before and after. */
export type BarRow = {
  readonly name: string;
  readonly words: string;
  readonly before: Bar | null;
  readonly after: Bar | null;
  /** The rows that matter have a name in bold. */
  readonly matters: boolean;
};

const barHeight = 8;
const barsHeight = 2 * barHeight + 2;
const gap = 12;

/**
 * Rows of two bars, before and after, each row with its name and numbers above: names may be as long as the card is wide, and nothing
 * overlaps. All bars have one scale that begins at zero.
 */
export function barsDrawing(input: {
  readonly kind: Drawing['kind'];
  readonly title: string;
  readonly says: string;
  readonly alt: string;
  readonly rows: readonly BarRow[];
  /** How many more there are that are not drawn. */
  readonly more: string | null;
}): Drawing {
  const { rows, more } = input;
  const head = headMarks(input.title, input.says);
  const legendTop = head.bottom + 8;
  const top = legendTop + 28;
  const foot = more === null ? 10 : 32;
  const placed = rows.map(layOut);
  const height = top + sum(placed.map((row) => row.height)) + foot;
  const scale = scaleOf(rows);
  const marks = [
    ...head.marks,
    ...legend(legendTop),
    ...placed.flatMap((row, index) =>
      rowMarks(row, top + sum(placed.slice(0, index).map((one) => one.height)), scale),
    ),
    ...(more === null
      ? []
      : [textMark(clamp(more, plotWidth, letters.small), [margin, height - 28], footLook)]),
  ];
  return {
    kind: input.kind,
    title: input.title,
    alt: input.alt,
    width: cardWidth,
    height,
    option: cardOption(height, marks),
  };
}

const footLook = { size: letters.small, colour: colours.muted } as const;

function legend(y: number): readonly Mark[] {
  return [
    boxMark({ x: margin, y: y + 3, width: 14, height: barHeight }, { fill: colours.before, round: 1 }),
    textMark('before', [margin + 20, y], { colour: colours.muted }),
    boxMark({ x: margin + 90, y: y + 3, width: 14, height: barHeight }, { fill: colours.after, round: 1 }),
    textMark('after', [margin + 110, y], { colour: colours.muted }),
  ];
}

type Scale = { readonly zero: number; x(value: number): number };

/** From the lowest to the highest value drawn, zero included. An interval may be cut at the edge, a value never. */
function scaleOf(rows: readonly BarRow[]): Scale {
  const bars = rows.flatMap(({ before, after }) => [before, after]).filter((bar) => bar !== null);
  const values = bars.map(({ value }) => value);
  const largest = Math.max(0, ...values.map(Math.abs));
  const reach = (edge: number | null): number =>
    edge === null ? 0 : Math.max(-1.5 * largest, Math.min(1.5 * largest, edge));
  const high = Math.max(0, ...values, ...bars.map((bar) => reach(bar.high)));
  const low = Math.min(0, ...values, ...bars.map((bar) => (bar.value < 0 ? reach(bar.low) : 0)));
  const span = high - low > 0 ? high - low : 1;
  const x = (value: number): number =>
    margin + (plotWidth * (Math.max(low, Math.min(high, value)) - low)) / span;
  return { zero: x(0), x };
}

type Placed = BarRow & { readonly lines: 1 | 2; readonly height: number };

/** Name and numbers on one line where both fit whole; else the numbers go below the name. */
function layOut(row: BarRow): Placed {
  const words = clamp(row.words, plotWidth, letters.normal);
  const name = clamp(row.name, plotWidth, letters.normal, row.matters);
  const width = textWidth(name, letters.normal, row.matters) + textWidth(words, letters.normal) + 12;
  const lines = width <= plotWidth ? 1 : 2;
  return { ...row, name, words, lines, height: lines * lineHeight + barsHeight + gap };
}

function rowMarks(row: Placed, y: number, scale: Scale): readonly Mark[] {
  const below = y + row.lines * lineHeight;
  return [
    textMark(row.name, [margin, y], { bold: row.matters }),
    textMark(row.words, [cardWidth - margin, below - lineHeight], { align: 'right' }),
    ...barMarks(row.before, below, { scale, fill: colours.before }),
    ...barMarks(row.after, below + barHeight + 2, { scale, fill: colours.after }),
  ];
}

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);

function barMarks(
  bar: Bar | null,
  y: number,
  { scale, fill }: { readonly scale: Scale; readonly fill: string },
): readonly Mark[] {
  if (bar === null) return [];
  const x = scale.x(bar.value);
  const middle = y + barHeight / 2;
  const box = boxMark(
    // A hair stays where the value is zero, so that it is seen to be measured.
    { x: Math.min(scale.zero, x), y, width: Math.max(1.5, Math.abs(x - scale.zero)), height: barHeight },
    { fill, round: 1 },
  );
  if (bar.low === null || bar.high === null) return [box];
  const [from, to] = [scale.x(bar.low), scale.x(bar.high)];
  const look = { colour: colours.ink, width: 1.2 };
  const cap = (at: number): Mark =>
    lineMark(
      [
        [at, y + 1],
        [at, y + barHeight - 1],
      ],
      look,
    );
  return [
    box,
    lineMark(
      [
        [from, middle],
        [to, middle],
      ],
      look,
    ),
    cap(from),
    cap(to),
  ];
}
