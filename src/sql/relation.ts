import type { Relation, TableName } from './aggregate.ts';
import type { ColumnUse } from './columns-used.ts';
import type { BroadType, Dialect } from './dialect.ts';
import { type Fragment, joined, raw, sql } from './fragment.ts';
import { nearest } from './nearest.ts';
import { SqlError } from './sql-error.ts';

export type SourceColumn = { readonly name: string; readonly type: BroadType; readonly float: boolean };

/** A table of a model as it lies in its source, and what must be cut from it. */
export type SourceTable = {
  readonly name: TableName;
  /** How the engine reads it: a table function over files, a qualified name. */
  readonly from: Fragment;
  readonly columns: readonly SourceColumn[];
  /** When a row happened; null for a table without time. */
  readonly time: string | null;
  readonly label: { readonly column: string; readonly knownAt: string | null } | null;
};

export type ResolvedColumn = { readonly sql: Fragment; readonly type: BroadType };

/** What a question may read: the steps of WITH that cut it at `now`, FROM over them, and the names of its columns. */
export type CutRelation = {
  readonly steps: readonly Fragment[];
  readonly from: Fragment;
  resolve(use: ColumnUse): ResolvedColumn;
};

type CutDialect = Pick<Dialect, 'identifier' | 'instant' | 'timestamp' | 'finite' | 'isNotFinite'>;

export type Cut = {
  readonly dialect: CutDialect;
  readonly now: Date;
  readonly table: (name: TableName) => SourceTable;
};

/**
 * The only way from a question to a table. Rows later than `now` are not there; a label is null until it was known, and
 * so is the moment when it became known. A label whose moment is not recorded cannot be shown to have been known: it is
 * null too, unless the configuration names no such column at all. NaN and the infinities read as null.
 */
export function cutRelation(cut: Cut, relation: Relation, uses: readonly ColumnUse[]): CutRelation {
  if (relation.kind === 'table') {
    const table = cut.table(relation.table);
    const names = exposed(table, uses, '');
    return {
      steps: [step('cut', cutTable(cut, table, names))],
      from: raw('"cut"'),
      resolve: (use) => resolved(cut.dialect, table, names, use),
    };
  }
  return cutJoin(cut, relation, uses);
}

function cutJoin(
  cut: Cut,
  relation: Extract<Relation, { kind: 'join' }>,
  uses: readonly ColumnUse[],
): CutRelation {
  const left = cut.table(relation.left);
  const right = cut.table(relation.right);
  const sideOf = (use: ColumnUse) =>
    use.of ?? (left.columns.some((column) => column.name === use.name) ? 'left' : 'right');
  const onLeft = { name: relation.on.left, notFinite: false };
  const onRight = { name: relation.on.right, notFinite: false };
  const leftNames = exposed(left, [onLeft, ...uses.filter((use) => sideOf(use) === 'left')], 'left ');
  const rightNames = exposed(right, [onRight, ...uses.filter((use) => sideOf(use) === 'right')], 'right ');
  const leftKey = resolved(cut.dialect, left, leftNames, onLeft).sql;
  const rightKey = resolved(cut.dialect, right, rightNames, onRight).sql;
  return {
    steps: [
      step('left cut', cutTable(cut, left, leftNames)),
      step('right cut', cutTable(cut, right, rightNames)),
    ],
    from: sql`"left cut" JOIN "right cut" ON ${leftKey} = ${rightKey}`,
    resolve: (use) =>
      sideOf(use) === 'left'
        ? resolved(cut.dialect, left, leftNames, use)
        : resolved(cut.dialect, right, rightNames, use),
  };
}

/** One named step of a WITH clause. */
export function step(
  name: 'cut' | 'left cut' | 'right cut' | 'grouped' | 'covered',
  body: Fragment,
): Fragment {
  return sql`${raw(`"${name}"`)} AS (\n${body}\n)`;
}

type Exposed = ReadonlyMap<string, { readonly use: ColumnUse; readonly as: string }>;

/** The columns that are read, each once, under the name by which the outer query knows it. */
function exposed(table: SourceTable, uses: readonly ColumnUse[], prefix: string): Exposed {
  const names = new Map<string, { use: ColumnUse; as: string }>();
  const taken = new Set(table.columns.map((column) => `${prefix}${column.name}`.toLowerCase()));
  for (const use of uses) {
    if (names.has(keyOf(use))) continue;
    let as = `${prefix}${use.name}${use.notFinite ? ' is not finite' : ''}`;
    while (use.notFinite && taken.has(as.toLowerCase())) as += '!';
    names.set(keyOf(use), { use, as });
  }
  return names;
}

function keyOf(use: ColumnUse): string {
  return `${use.notFinite ? '!' : '='}${use.name}`;
}

function resolved(dialect: CutDialect, table: SourceTable, names: Exposed, use: ColumnUse): ResolvedColumn {
  const column = columnOf(table, use.name);
  const as = names.get(keyOf(use))?.as ?? use.name;
  if (use.notFinite) return { sql: dialect.identifier(as), type: 'boolean' };
  return { sql: dialect.identifier(as), type: isTime(table, column) ? 'time' : column.type };
}

function cutTable(cut: Cut, table: SourceTable, names: Exposed): Fragment {
  const { dialect } = cut;
  const columns = [...names.values()].map(
    ({ use, as }) => sql`${cutColumn(cut, table, use)} AS ${dialect.identifier(as)}`,
  );
  const select = columns.length === 0 ? raw('1 AS "row"') : joined(columns, ',\n  ');
  const read = sql`SELECT\n  ${select}\nFROM ${table.from}`;
  if (table.time === null) return read;
  const time = columnOf(table, table.time);
  return sql`${read}\nWHERE ${dialect.timestamp(dialect.identifier(time.name), time.type)} <= ${dialect.instant(cut.now)}`;
}

function cutColumn(cut: Cut, table: SourceTable, use: ColumnUse): Fragment {
  const { dialect } = cut;
  const column = columnOf(table, use.name);
  const stored = dialect.identifier(column.name);
  if (use.notFinite) return column.float ? dialect.isNotFinite(stored) : raw('FALSE');
  const value = isTime(table, column)
    ? dialect.timestamp(stored, column.type)
    : column.float
      ? dialect.finite(stored)
      : stored;
  const { label } = table;
  if (label === null || label.knownAt === null) return value;
  if (column.name !== label.column && column.name !== label.knownAt) return value;
  const known = columnOf(table, label.knownAt);
  const knownAt = dialect.timestamp(dialect.identifier(known.name), known.type);
  return sql`CASE WHEN ${knownAt} <= ${dialect.instant(cut.now)} THEN ${value} END`;
}

function isTime(table: SourceTable, column: SourceColumn): boolean {
  return column.type === 'time' || column.name === table.time || column.name === table.label?.knownAt;
}

function columnOf(table: SourceTable, name: string): SourceColumn {
  const column = table.columns.find((column) => column.name === name);
  if (column !== undefined) return column;
  const names = table.columns.map((column) => column.name);
  throw new SqlError(
    'missing',
    `there is no column ${JSON.stringify(name)} in table ${table.name}`,
    `${nearest(name, names)}correct the name in fishbone.yml or add the column to the table`,
  );
}
