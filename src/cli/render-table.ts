import { styleText } from 'node:util';
import type { Block } from '../message/document.ts';
import { columnsOf, visibleText } from './visible-text.ts';
import { wrap } from './wrap.ts';

type Table = Extract<Block, { kind: 'table' }>;
type Column = Table['columns'][number];

const gap = 2;

/** A table whose last column gives way: it is wrapped when the whole would be wider than the terminal. */
export function renderTable(
  table: Table,
  look: { readonly width: number; readonly colours: boolean },
): string {
  const titles = table.columns.map((column) => visibleText(column.title));
  const rows = table.rows.map((row) => row.map((cell) => visibleText(cell).replaceAll('\n', ' ')));
  const widths = table.columns.map((_, index) =>
    Math.max(...[titles, ...rows].map((row) => columnsOf(row[index] ?? ''))),
  );
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + gap, 0);
  const last = Math.max(20, look.width - before);
  const lines = [titles, ...rows].map((row) => {
    const cells = row.slice(0, -1).map((cell, index) => pad(cell, widths[index] ?? 0, table.columns[index]));
    const [first, ...more] = wrap(row.at(-1) ?? '', last).split('\n');
    const end = pad(first ?? '', Math.min(last, widths.at(-1) ?? 0), table.columns.at(-1));
    const continued = more.map((line) => `${' '.repeat(before)}${line}`);
    return [[...cells, end].join(' '.repeat(gap)).trimEnd(), ...continued].join('\n');
  });
  const [head, ...body] = lines;
  const styled = look.colours ? styleText('dim', head ?? '', { validateStream: false }) : (head ?? '');
  return [styled, ...body].join('\n');
}

function pad(cell: string, width: number, column: Column | undefined): string {
  const space = ' '.repeat(Math.max(0, width - columnsOf(cell)));
  return column?.align === 'right' ? `${space}${cell}` : `${cell}${space}`;
}
