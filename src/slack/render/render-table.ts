import type { TableBlock } from '@slack/types';
import type { Block } from '../../message/document.ts';
import { cleanText, clip, escapeCode } from './clean-text.ts';

export type Table = Extract<Block, { kind: 'table' }>;

const most = { rows: 100, columns: 20, characters: 10_000, cell: 1_000 };

/** What a table could not show, in words; null when it shows everything. */
export type Rendered<Shown> = { readonly shown: Shown; readonly left: string | null };

/**
 * A table as Slack's `table` block, its titles as the first row. It takes as many rows as fit into Slack's limits and
 * into `budget` characters of JSON, and says how many it left out.
 */
export function renderTable(table: Table, budget: number): Rendered<TableBlock> {
  const columns = table.columns.slice(0, most.columns);
  const row = (cells: readonly string[]) =>
    columns.map((_, index) => ({ type: 'raw_text' as const, text: cellText(cells[index] ?? '') }));
  const rows = [row(columns.map((column) => column.title))];
  const settings = columns.map((column) => ({ align: column.align }));
  let json = JSON.stringify({ type: 'table', rows, column_settings: settings }).length;
  let characters = rows[0]?.reduce((sum, cell) => sum + cell.text.length, 0) ?? 0;
  for (const cells of table.rows) {
    const next = row(cells);
    json += JSON.stringify(next).length + 1;
    characters += next.reduce((sum, cell) => sum + cell.text.length, 0);
    if (rows.length >= most.rows || json > budget || characters > most.characters) break;
    rows.push(next);
  }
  return {
    shown: { type: 'table', rows, column_settings: settings },
    left: leftOut(table.rows.length - (rows.length - 1), table.columns.length - columns.length),
  };
}

/** A table as lines of equal width for a code block, where a second `table` block may not stand. */
export function renderMonospaceTable(table: Table, limit: number): Rendered<string> {
  const titles = table.columns.map((column) => column.title);
  const cells = [titles, ...table.rows].map((row) =>
    titles.map((_, index) => clip(oneLine(row[index] ?? ''), 40)),
  );
  const widths = titles.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ''))));
  const lines: string[] = [];
  let size = 0;
  for (const row of cells) {
    const line = row
      .map((cell, index) => pad(cell, widths[index] ?? 0, table.columns[index]?.align ?? 'left'))
      .join('  ')
      .trimEnd();
    size += escapeCode(line).length + 1;
    if (size > limit) break;
    lines.push(line);
  }
  return { shown: lines.join('\n'), left: leftOut(cells.length - Math.max(1, lines.length), 0) };
}

function cellText(text: string): string {
  const cleaned = cleanText(text).trim();
  return cleaned === '' ? '–' : clip(cleaned, most.cell);
}

function oneLine(text: string): string {
  return cellText(text).replaceAll(/\s+/g, ' ');
}

/** In characters as people see them, roughly: a pair of surrogates is one. */
function widthOf(text: string): number {
  return Array.from(text).length;
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? `${space}${text}` : `${text}${space}`;
}

function leftOut(rows: number, columns: number): string | null {
  const parts = [count(rows, 'row'), count(columns, 'column')].filter((part) => part !== null);
  return parts.length === 0 ? null : `… ${parts.join(' and ')}`;
}

function count(number: number, word: string): string | null {
  return number <= 0 ? null : `${number} more ${word}${number === 1 ? '' : 's'}`;
}
