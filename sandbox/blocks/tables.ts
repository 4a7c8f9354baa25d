import { asFields, asFieldsList } from '../fields.ts';
import type { Fields } from '../fields.ts';
import { blockId } from './composition.ts';
import { visibleCharacters } from './characters.ts';
import type { Check } from './problem.ts';
import { richText } from './rich-text.ts';
import { anything, byType, flag, list, number, object, oneOf, optional, string } from './shapes.ts';

const mostCharacters = 10_000;
const mostColumns = 20;

const rawNumber = object({ value: number(-Number.MAX_VALUE, Number.MAX_VALUE), text: string(3000) });
const rawText = object({ text: string(3000) });
const cell = byType(() => ({ raw_text: rawText, raw_number: rawNumber, rich_text: filled(richText) }));
const headerCell = byType(() => ({ raw_text: rawText, raw_number: rawNumber }));

/** A `table` block: at most 100 rows of 20 columns, and no empty cell. */
export const table: Check = object(
  {
    block_id: optional(blockId),
    rows: list(list(cell, { to: mostColumns }), { to: 100 }),
    column_settings: optional(
      list(
        nullable(object({ align: optional(oneOf('left', 'center', 'right')), is_wrapped: optional(flag) })),
        { to: mostColumns },
      ),
    ),
  },
  sayWhenTooLong,
);

/** A `data_table` block: a header and 1 to 200 rows of equal length. */
export const dataTable: Check = object(
  {
    block_id: optional(blockId),
    caption: string(3000),
    rows: (value, at) => {
      list(anything, { from: 2, to: 201 })(value, at);
      for (const [index, row] of rowsOf(value).entries()) {
        list(index === 0 ? headerCell : cell, { to: mostColumns })(row, at.inside(index));
      }
    },
    page_size: optional(number(1, 100)),
    row_header_column_index: optional(number(0, mostColumns - 1)),
  },
  (fields, say) => {
    const rows = rowsOf(fields['rows']);
    const [header] = rows;
    if (rows.some((row) => row.length !== header?.length))
      say('every row must have the same number of columns');
    sayWhenTooLong(fields, say);
  },
);

/** A check that lets null through: an empty column setting is written as null. */
function nullable(check: Check): Check {
  return (value, at) => {
    if (value !== null) check(value, at);
  };
}

/** A rich-text cell that shows at least one character. */
function filled(check: Check): Check {
  return (value, at) => {
    check(value, at);
    const parts = asFieldsList(asFields(value)?.['elements']);
    const inline = parts.flatMap((part) => asFieldsList(part['elements']));
    if (inline.length === 0) at.say('a cell must not be empty');
  };
}

function sayWhenTooLong(fields: Fields, say: (message: string) => void): void {
  if (visibleCharacters(fields['rows']) > mostCharacters)
    say(`must be less than ${mostCharacters + 1} characters in all cells`);
}

function rowsOf(value: unknown): unknown[][] {
  return Array.isArray(value) ? value.filter((row): row is unknown[] => Array.isArray(row)) : [];
}
