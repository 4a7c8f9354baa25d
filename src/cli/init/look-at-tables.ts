import { openDuckDB } from '../../sources/duckdb.ts';
import type { Source, StoredTable } from '../../sources/source.ts';
import { joined, sql, written } from '../../sql/fragment.ts';
import type { Fragment } from '../../sql/fragment.ts';
import type { ColumnLook, TableLook } from './table-look.ts';

/** Looks once at every table in a folder: one aggregate query each, whatever its size. */
export async function lookAtFolder(folder: string): Promise<readonly TableLook[]> {
  const source = await openDuckDB('tables', folder, {
    type: 'duckdb',
    path: folder,
    timeout: '60s',
    memory: '1GB',
  });
  try {
    const looks: TableLook[] = [];
    for (const name of await source.tables()) looks.push(await look(source, name, await source.table(name)));
    return looks;
  } finally {
    await source.close();
  }
}

/** As many as a configuration takes. */
const mostClasses = 100;
/** Between values: a sign that no name has. */
const between = '\u001f';

/** The values of columns that have few, as texts: what a model of several classes tells apart. */
async function valuesOf(
  source: Source,
  { from, columns }: { readonly from: Fragment; readonly columns: readonly string[] },
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (columns.length === 0) return new Map();
  const lists = columns.map(
    (name) =>
      sql`array_to_string(list_sort(list(DISTINCT CAST(${source.dialect.identifier(name)} AS VARCHAR))), chr(31))`,
  );
  const query = written(sql`SELECT ${joined(lists, ', ')} FROM ${from}`, source.dialect.placeholder);
  const ran = await source.run(query, new AbortController().signal);
  // What is guessed from them is an offer: without them less is guessed.
  const cells = ran.kind === 'ran' ? (ran.rows[0] ?? []) : [];
  return new Map(
    columns.flatMap((name, place) => {
      const cell = cells[place];
      const values = typeof cell === 'string' ? cell.split(between).filter((value) => value !== '') : [];
      return values.length === 0 || values.length > mostClasses ? [] : [[name, values] as const];
    }),
  );
}

async function look(source: Source, name: string, table: StoredTable): Promise<TableLook> {
  const { identifier } = source.dialect;
  const counted: Fragment[] = table.columns.flatMap((column) => {
    const at = identifier(column.name);
    const number = column.type === 'number' ? at : sql`NULL`;
    return [
      sql`approx_count_distinct(${at})`,
      sql`count(*) - count(${at})`,
      sql`CAST(min(${number}) AS DOUBLE)`,
      sql`CAST(max(${number}) AS DOUBLE)`,
    ];
  });
  const query = written(
    sql`SELECT ${joined([sql`count(*)`, ...counted], ', ')} FROM ${table.from}`,
    source.dialect.placeholder,
  );
  const ran = await source.run(query, new AbortController().signal);
  if (ran.kind === 'failed')
    throw Object.assign(new Error(ran.message), { code: 'table-not-readable', hint: ran.hint });
  const [rows = 0, ...cells] = (ran.rows[0] ?? []).map((cell) => (typeof cell === 'number' ? cell : null));
  const few = table.columns.filter(
    ({ type }, index) => ['text', 'number'].includes(type) && (cells[index * 4] ?? 0) <= mostClasses * 1.2,
  );
  const values = await valuesOf(source, { from: table.from, columns: few.map((column) => column.name) });
  const columns = table.columns.map(({ name: column, type, holds }, index): ColumnLook => {
    const [distinct, nulls, min, max] = cells.slice(index * 4, index * 4 + 4);
    return {
      name: column,
      type,
      distinct: distinct ?? 0,
      nulls: nulls ?? 0,
      min: min ?? null,
      max: max ?? null,
      values: values.get(column) ?? null,
      holds: holds !== undefined,
    };
  });
  return { name, rows: rows ?? 0, columns };
}
