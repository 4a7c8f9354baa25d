import { styleText } from 'node:util';
import type { Block } from '../message/document.ts';
import { columnsOf, visibleText } from './visible-text.ts';
import { wrap } from './wrap.ts';

type Table = Extract<Block, { kind: 'table' }>;
type Column = Table['columns'][number];

const gap = 2;

const narrowest = 20;

/** A table whose widest column gives way: it is wrapped when the whole would be wider than the terminal. */
export function renderTable(
  table: Table,
  look: { readonly width: number; readonly colours: boolean },
): string {
  const titles = table.columns.map((column) => visibleText(column.title));
  const rows = table.rows.map((row) => row.map((cell) => visibleText(cell).replaceAll('\n', ' ')));
  const wanted = table.columns.map((_, index) =>
    Math.max(...[titles, ...rows].map((row) => columnsOf(row[index] ?? ''))),
  );
  const widest = wanted.lastIndexOf(Math.max(...wanted));
  const others = wanted.reduce((sum, width, index) => sum + (index === widest ? 0 : width + gap), 0);
  const widths = wanted.with(widest, Math.min(wanted[widest] ?? 0, Math.max(narrowest, look.width - others)));
  const lines = [titles, ...rows].map((row) => lineOf(row, { table, widths, widest }));
  const [head, ...body] = lines;
  if (titles.every((title) => title === '')) return body.join('\n');
  const styled = look.colours ? styleText('dim', head ?? '', { validateStream: false }) : (head ?? '');
  return [styled, ...body].join('\n');
}

function lineOf(
  row: readonly string[],
  layout: { readonly table: Table; readonly widths: readonly number[]; readonly widest: number },
): string {
  const { table, widths, widest } = layout;
  const [first, ...more] = wrap(row[widest] ?? '', widths[widest] ?? 0).split('\n');
  const cells = widths.map((width, index) =>
    pad(index === widest ? (first ?? '') : (row[index] ?? ''), width, table.columns[index]),
  );
  const before = widths.slice(0, widest).reduce((sum, width) => sum + width + gap, 0);
  const continued = more.map((line) => `${' '.repeat(before)}${line}`);
  return [cells.join(' '.repeat(gap)).trimEnd(), ...continued].join('\n');
}

function pad(cell: string, width: number, column: Column | undefined): string {
  const space = ' '.repeat(Math.max(0, width - columnsOf(cell)));
  return column?.align === 'right' ? `${space}${cell}` : `${cell}${space}`;
}
