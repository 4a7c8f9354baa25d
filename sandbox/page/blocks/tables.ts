import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Fields } from '../contract.ts';
import { asFields, asList, fieldsList, textAt } from '../fields.ts';
import { h } from '../h.ts';
import type { Shown } from '../h.ts';
import { Plain, showBlocks } from '../text/show-text.ts';
import { richTextTree } from './rich-text.ts';

/** A `table` block: its first row is the header, as Slack shows it. */
export function Table({ block }: { readonly block: Fields }): VNode {
  const [head = [], ...rows] = rowsOf(block);
  const settings = asList(block['column_settings']).map((it) => asFields(it));
  const align = (column: number): string => textAt(settings[column], 'align') || 'left';
  const wraps = (column: number): boolean => settings[column]?.['is_wrapped'] === true;
  const look = (column: number): string => `${align(column)}${wraps(column) ? ' wraps' : ''}`;
  return h(
    'div',
    { class: 'table-frame', tabIndex: 0, role: 'group', 'aria-label': 'Table' },
    h(
      'table',
      null,
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          head.map((cell, column) => h('th', { scope: 'col', class: look(column) }, cellOf(cell))),
        ),
      ),
      h(
        'tbody',
        null,
        rows.map((row) =>
          h(
            'tr',
            null,
            row.map((cell, column) => h('td', { class: look(column) }, cellOf(cell))),
          ),
        ),
      ),
    ),
  );
}

/** A `data_table` block: a caption, columns that can be sorted, pages. */
export function DataTable({ block }: { readonly block: Fields }): VNode {
  const [order, setOrder] = useState<{ readonly column: number; readonly isDown: boolean } | null>(null);
  const [page, setPage] = useState(0);
  const [head = [], ...unsorted] = rowsOf(block);
  const rows = order ? sorted(unsorted, order) : unsorted;
  const pageSize = Number(block['page_size'] ?? 10);
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));
  const headerColumn = Number(block['row_header_column_index'] ?? 0);
  const caption = textAt(block, 'caption');
  const isNumeric = head.map((_, column) =>
    unsorted.every((row) => textAt(row[column], 'type') === 'raw_number'),
  );
  const look = (column: number): string => (isNumeric[column] === true ? 'right' : 'left');
  return h(
    'div',
    { class: 'data-table' },
    h(
      'div',
      { class: 'table-frame', tabIndex: 0, role: 'group', 'aria-label': caption },
      h(
        'table',
        null,
        h('caption', null, caption),
        h(
          'thead',
          null,
          h(
            'tr',
            null,
            head.map((cell, column) => {
              const isOrder = order?.column === column;
              const next = { column, isDown: isOrder ? !order.isDown : isNumeric[column] === true };
              const direction = isOrder ? (order.isDown ? 'descending' : 'ascending') : 'none';
              return h(
                'th',
                { scope: 'col', class: look(column), 'aria-sort': direction },
                h(
                  'button',
                  { type: 'button', class: 'sort', onClick: () => setOrder(next) },
                  cellOf(cell),
                  h('span', { 'aria-hidden': true }, isOrder ? (order.isDown ? ' ↓' : ' ↑') : ''),
                ),
              );
            }),
          ),
        ),
        h(
          'tbody',
          null,
          rows.slice(page * pageSize, (page + 1) * pageSize).map((row) =>
            h(
              'tr',
              null,
              row.map((cell, column) =>
                column === headerColumn
                  ? h('th', { scope: 'row', class: look(column) }, cellOf(cell))
                  : h('td', { class: look(column) }, cellOf(cell)),
              ),
            ),
          ),
        ),
      ),
    ),
    pages > 1 &&
      h(
        'div',
        { class: 'pages' },
        h(
          'button',
          { type: 'button', class: 'button small', disabled: page === 0, onClick: () => setPage(page - 1) },
          'Previous',
        ),
        h('span', null, `${page + 1} of ${pages}`),
        h(
          'button',
          {
            type: 'button',
            class: 'button small',
            disabled: page >= pages - 1,
            onClick: () => setPage(page + 1),
          },
          'Next',
        ),
      ),
  );
}

function rowsOf(block: Fields): readonly (readonly Fields[])[] {
  return asList(block['rows']).map((row) => fieldsList(row));
}

function cellOf(cell: Fields): Shown {
  if (textAt(cell, 'type') === 'rich_text') return showBlocks(richTextTree(cell));
  return h(Plain, { text: textAt(cell, 'text') });
}

function sorted(
  rows: readonly (readonly Fields[])[],
  order: { readonly column: number; readonly isDown: boolean },
): readonly (readonly Fields[])[] {
  const key = (row: readonly Fields[]): number | string => {
    const cell = row[order.column];
    const value = cell?.['value'];
    return typeof value === 'number' ? value : textAt(cell, 'text');
  };
  const compare = (one: number | string, other: number | string): number =>
    typeof one === 'number' && typeof other === 'number'
      ? one - other
      : String(one).localeCompare(String(other), 'en', { numeric: true });
  return rows.toSorted((one, other) => compare(key(one), key(other)) * (order.isDown ? -1 : 1));
}
