import type { Expression, Relation, TableName } from './aggregate.ts';
import { columnsIn, type ColumnUse } from './columns-used.ts';
import type { BroadType, Dialect } from './dialect.ts';
import { type Fragment, joined, raw, sql } from './fragment.ts';
import { renderExpression } from './expression.ts';
import { nearest } from './nearest.ts';
import { boundsOf } from './span.ts';
import type { Holds, SourceColumn, SourceTable } from './source-table.ts';
import { SqlError } from './sql-error.ts';
import { typeOf } from './type-of.ts';
import { unlike } from './unlike.ts';

export type ResolvedColumn = { readonly sql: Fragment; readonly type: BroadType; readonly holds?: Holds };

/** What a question may read: the steps of WITH that cut it at `now`, FROM over them, and the names of its columns. */
export type CutRelation = {
  readonly steps: readonly Fragment[];
  readonly from: Fragment;
  resolve(use: ColumnUse): ResolvedColumn;
};

type CutDialect = Dialect;

export type Cut = {
  readonly dialect: CutDialect;
  readonly now: Date;
  readonly table: (name: TableName) => SourceTable;
};

/**
 * The only way from a question to a table. Rows later than `now` are not there; a label is null until it was known, and
 * so is the moment when it became known. A label whose moment is not recorded cannot be shown to have been known: it is
 * null too, unless the configuration names no such column at all. NaN and the infinities read as null. Of one table, rows
 * for which `where` is not true are left out at once; what its columns hold is as cut as everywhere else.
 */
export function cutRelation(
  cut: Cut,
  relation: Relation,
  uses: readonly ColumnUse[],
  where: readonly Expression[] = [],
): CutRelation {
  if (relation.kind === 'table') {
    const table = cut.table(relation.table);
    const names = exposed(table, uses, '');
    return {
      steps: [step('cut', cutTable(cut, table, names, where))],
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
  const sideOf = (use: ColumnUse) => use.of ?? (hasColumn(left, use.name) ? 'left' : 'right');
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
  name: 'cut' | 'left cut' | 'right cut' | 'grouped' | 'covered' | 'kept',
  body: Fragment,
): Fragment {
  return sql`${raw(`"${name}"`)} AS (\n${body}\n)`;
}

type Exposed = ReadonlyMap<string, { readonly use: ColumnUse; readonly as: string }>;

/** The columns that are read, each once, under the name by which the outer query knows it. */
function exposed(table: SourceTable, uses: readonly ColumnUse[], prefix: string): Exposed {
  const names = new Map<string, { use: ColumnUse; as: string }>();
  const taken = table.columns.map((column) => `${prefix}${column.name}`);
  for (const use of uses) {
    if (names.has(keyOf(use))) continue;
    const suffix = use.notFinite ? ' is not finite' : use.withNotFinite === true ? ' as it lies' : '';
    const as = `${prefix}${use.name}${suffix}`;
    names.set(keyOf(use), { use, as: suffix === '' ? as : unlike(taken, as) });
  }
  return names;
}

function keyOf(use: ColumnUse): string {
  return `${use.notFinite ? '!' : use.withNotFinite === true ? '~' : '='}${use.name}`;
}

function resolved(dialect: CutDialect, table: SourceTable, names: Exposed, use: ColumnUse): ResolvedColumn {
  const as = names.get(keyOf(use))?.as ?? use.name;
  const derived = derivedOf(table, use.name);
  if (derived !== null) {
    const type = typeOf(derived, { resolve: (inner) => stored(table, inner.name) }) ?? 'other';
    return { sql: dialect.identifier(as), type: use.notFinite ? 'boolean' : type };
  }
  const column = columnOf(table, use.name);
  if (use.notFinite) return { sql: dialect.identifier(as), type: 'boolean' };
  return { sql: dialect.identifier(as), type: isTime(table, column) ? 'time' : column.type };
}

function cutTable(cut: Cut, table: SourceTable, names: Exposed, where: readonly Expression[] = []): Fragment {
  const { dialect } = cut;
  const columns = [...names.values()].map(
    ({ use, as }) => sql`${cutColumn(cut, table, use)} AS ${dialect.identifier(as)}`,
  );
  const select = columns.length === 0 ? raw('1 AS "row"') : joined(columns, ',\n  ');
  const read = sql`SELECT\n  ${select}\nFROM ${withEntries(dialect, table, [...names.values()])}`;
  const within: Pick<CutRelation, 'resolve'> = {
    resolve: (use) => ({ ...resolved(dialect, table, names, use), sql: cutColumn(cut, table, use) }),
  };
  const conditions = [
    ...(table.time === null ? [] : [notLater(cut, table, table.time)]),
    ...boundsOf(where).map((one) => renderExpression(dialect, within, one)),
  ];
  return conditions.length === 0 ? read : sql`${read}\nWHERE ${joined(conditions, '\n  AND ')}`;
}

function notLater({ dialect, now }: Cut, table: SourceTable, name: string): Fragment {
  const time = columnOf(table, name);
  return sql`${dialect.timestamp(dialect.identifier(time.name), time.type)} <= ${dialect.instant(now)}`;
}

function cutColumn(cut: Cut, table: SourceTable, use: ColumnUse): Fragment {
  const { dialect } = cut;
  const derived = derivedOf(table, use.name);
  if (derived !== null) {
    if (use.notFinite) return raw('FALSE');
    if (derived.kind === 'entry') return dialect.identifier(use.name);
    return renderExpression(
      dialect,
      { resolve: (inner) => ({ ...stored(table, inner.name), sql: cutColumn(cut, table, inner) }) },
      derived,
    );
  }
  const column = columnOf(table, use.name);
  const name = dialect.identifier(column.name);
  if (use.notFinite) return column.float ? dialect.isNotFinite(name) : raw('FALSE');
  const value = isTime(table, column)
    ? dialect.timestamp(name, column.type)
    : column.float && use.withNotFinite !== true
      ? dialect.finite(name)
      : name;
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

/** The table with what is taken out of maps, structs and JSON beside it, once however often it is then read. */
function withEntries(
  dialect: CutDialect,
  table: SourceTable,
  read: readonly { readonly use: ColumnUse }[],
): Fragment {
  const entries = new Map<string, Expression>();
  const gather = (name: string): void => {
    const derived = derivedOf(table, name);
    if (derived === null || entries.has(name)) return;
    if (derived.kind === 'entry') entries.set(name, derived);
    else for (const inner of columnsIn(derived)) gather(inner.name);
  };
  for (const { use } of read) gather(use.name);
  if (entries.size === 0) return table.from;
  const taken = [...entries].map(([name, entry]) => {
    const of = renderExpression(dialect, { resolve: (inner) => asStored(dialect, table, inner.name) }, entry);
    return sql`${of} AS ${dialect.identifier(name)}`;
  });
  return sql`(SELECT *, ${joined(taken, ', ')} FROM ${table.from}) AS "entered"`;
}

function asStored(dialect: CutDialect, table: SourceTable, name: string): ResolvedColumn {
  return { ...stored(table, name), sql: dialect.identifier(name) };
}

function derivedOf(table: SourceTable, name: string): Expression | null {
  if (table.columns.some((column) => column.name === name)) return null;
  return Object.hasOwn(table.derived ?? {}, name) ? (table.derived?.[name] ?? null) : null;
}

function hasColumn(table: SourceTable, name: string): boolean {
  return derivedOf(table, name) !== null || table.columns.some((column) => column.name === name);
}

/** What a column is, wherever it is read. */
function stored(table: SourceTable, name: string): ResolvedColumn {
  const derived = derivedOf(table, name);
  if (derived !== null)
    return {
      sql: raw('NULL'),
      type: typeOf(derived, { resolve: (inner) => stored(table, inner.name) }) ?? 'other',
    };
  const column = columnOf(table, name);
  const type = isTime(table, column) ? 'time' : column.type;
  return { sql: raw('NULL'), type, ...(column.holds === undefined ? {} : { holds: column.holds }) };
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
