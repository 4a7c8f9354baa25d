import { z } from 'zod';
import { runsOf, wrap } from './lay-text.ts';
import type { Run } from './lay-text.ts';
import { textWidth } from './letter-widths.ts';
import { box, colours, disc, lineOf, rule } from './svg.ts';

const Text = z.object({ text: z.string() });
const Block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('header'), text: Text }),
  z.object({ type: z.literal('section'), text: Text.optional(), fields: z.array(Text).default([]) }),
  z.object({ type: z.literal('context'), elements: z.array(Text) }),
  z.object({ type: z.literal('table'), rows: z.array(z.array(Text)) }),
  z.object({
    type: z.literal('actions'),
    elements: z.array(z.object({ text: Text, style: z.enum(['primary', 'danger']).optional() })),
  }),
  z.object({ type: z.literal('divider') }),
]);
type Block = z.infer<typeof Block>;

/** Where to draw: the left end, the top, and how much room there is. */
export type Place = { readonly x: number; readonly y: number; readonly width: number };
export type Drawing = { readonly svg: string; readonly height: number };
type NameOf = (user: string) => string;

const size = 15;
const leading = 22;

/** A block of a message. A block of a kind that cannot be drawn is an error: a picture must not leave things out. */
export function drawBlock(block: unknown, place: Place, nameOf: NameOf): Drawing {
  return draw(Block.parse(block), place, nameOf);
}

function draw(block: Block, place: Place, nameOf: NameOf): Drawing {
  switch (block.type) {
    case 'header':
      return drawHeader(block.text.text, place);
    case 'section':
      return stack(place, 6, [
        ...(block.text === undefined ? [] : [(at: Place) => drawText(block.text?.text ?? '', at, nameOf)]),
        ...pairs(block.fields).map((row) => (at: Place) => drawFields(row, at, nameOf)),
      ]);
    case 'context':
      return drawText(block.elements.map(({ text }) => text).join('  '), place, nameOf, {
        size: 12.5,
        dim: true,
      });
    case 'table':
      return drawTable(
        block.rows.map((row) => row.map(({ text }) => text)),
        place,
      );
    case 'actions':
      return drawButtons(block.elements, place);
    case 'divider':
      return { svg: rule(place.x, place.y + 6, place.width), height: 12 };
  }
}

/** One drawing below the other. */
export function stack(place: Place, gap: number, drawers: readonly ((at: Place) => Drawing)[]): Drawing {
  let y = place.y;
  const svg = drawers.map((drawer, index) => {
    if (index > 0) y += gap;
    const drawing = drawer({ ...place, y });
    y += drawing.height;
    return drawing.svg;
  });
  return { svg: svg.join(''), height: y - place.y };
}

/** Coloured signs are drawn: their look, and whether there are any, differs from font to font. */
const discs: Readonly<Record<string, string>> = {
  '🔴': colours.red,
  '🟠': colours.amber,
  '🟡': colours.amber,
  '✅': colours.green,
};

function drawHeader(text: string, { x, y }: Place): Drawing {
  const [sign, colour] = Object.entries(discs).find(([one]) => text.startsWith(one)) ?? ['', undefined];
  const words = text.slice(sign.length).trim();
  const left = colour === undefined ? x : x + 24;
  const run: Run = { text: words, isBold: true, isItalic: false, isCode: false, isLink: false };
  const [line] = wrap([run], { width: 10_000, size: 19 });
  const mark = colour === undefined ? '' : disc(x + 8, y + 13, colour);
  return {
    svg: mark + lineOf(line ?? [], { x: left, y: y + 20, size: 19, colour: colours.ink }),
    height: 29,
  };
}

function drawText(
  text: string,
  place: Place,
  nameOf: NameOf,
  { size: own = size, dim = false }: { readonly size?: number; readonly dim?: boolean } = {},
): Drawing {
  const high = own === size ? leading : 19;
  return stack(
    place,
    0,
    text.split('\n').map((paragraph) => (at: Place) => {
      const isQuote = /^(?:>|&gt;) ?/.test(paragraph);
      const indent = isQuote ? 14 : paragraph.startsWith('• ') ? 14 : 0;
      const runs = runsOf(paragraph.replace(/^(?:>|&gt;) ?|^• /, ''), nameOf);
      const lines = wrap(runs, { width: at.width - indent, size: own });
      const colour = dim ? colours.dim : colours.ink;
      const drawn = lines.map((line, k) =>
        lineOf(line, { x: at.x + indent, y: at.y + k * high + high - 6, size: own, colour }),
      );
      const height = lines.length * high;
      const mark = isQuote
        ? box({ x: at.x, y: at.y + 1, width: 4, height: height - 1 }, { fill: colours.line, radius: 2 })
        : indent > 0
          ? disc(at.x + 4, at.y + high / 2 + 1, colours.ink, 2.5)
          : '';
      return { svg: mark + drawn.join(''), height };
    }),
  );
}

const pairs = <T>(fields: readonly T[]): T[][] =>
  fields.flatMap((_, index) => (index % 2 === 0 ? [fields.slice(index, index + 2)] : []));

function drawFields(row: readonly { readonly text: string }[], place: Place, nameOf: NameOf): Drawing {
  const width = place.width / 2 - 12;
  const drawn = row.map(({ text }, index) =>
    drawText(text, { x: place.x + index * (width + 24), y: place.y, width }, nameOf),
  );
  return {
    svg: drawn.map(({ svg }) => svg).join(''),
    height: Math.max(...drawn.map(({ height }) => height)),
  };
}

function drawTable(rows: readonly (readonly string[])[], { x, y }: Place): Drawing {
  const own = 13;
  const high = 28;
  const widths = (rows[0] ?? []).map(
    (_, column) =>
      Math.max(...rows.map((row, k) => textWidth(row[column] ?? '', { size: own, isBold: k === 0 }))) + 18,
  );
  const whole = widths.reduce((sum, width) => sum + width, 0);
  const lines = rows.map((row, k) => {
    let left = x;
    const cells = row.map((text, column) => {
      const width = widths[column] ?? 0;
      const wide = textWidth(text, { size: own, isBold: k === 0 });
      const at = column === 0 ? left + 9 : left + width - 9 - wide;
      left += width;
      const run = { text, isBold: k === 0, isItalic: false, isCode: false, isLink: false, x: 0, width: wide };
      return lineOf([run], { x: at, y: y + k * high + 19, size: own, colour: colours.ink });
    });
    return (k === 0 ? '' : rule(x, y + k * high, whole)) + cells.join('');
  });
  const head = box({ x, y, width: whole, height: high }, { fill: colours.faint, radius: 6 });
  const frame = box({ x, y, width: whole, height: rows.length * high }, { stroke: colours.line, radius: 6 });
  return { svg: head + lines.join('') + frame, height: rows.length * high };
}

function drawButtons(
  buttons: readonly {
    readonly text: { readonly text: string };
    readonly style?: 'primary' | 'danger' | undefined;
  }[],
  { x, y }: Place,
): Drawing {
  let left = x;
  const svg = buttons.map(({ text: { text }, style }) => {
    const wide = textWidth(text, { size: 13.5, isBold: true });
    const at = left;
    left += wide + 36;
    const isFull = style === 'primary';
    const run = { text, isBold: true, isItalic: false, isCode: false, isLink: false, x: 0, width: wide };
    return (
      box(
        { x: at, y: y + 2, width: wide + 26, height: 30 },
        isFull ? { fill: colours.green, radius: 5 } : { stroke: colours.button, radius: 5 },
      ) + lineOf([run], { x: at + 13, y: y + 18, size: 13.5, colour: isFull ? '#ffffff' : colours.ink })
    );
  });
  return { svg: svg.join(''), height: 34 };
}
