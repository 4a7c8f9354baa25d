import type { Aggregate, Cell, Measure, Row, Rows } from './aggregate.ts';
import { columnsUsed } from './columns-used.ts';
import type { Dialect } from './dialect.ts';
import { renderExpression, renderNumber } from './expression.ts';
import { type Fragment, joined, type Query, raw, sql, written } from './fragment.ts';
import { type Cut, type CutRelation, cutRelation, step } from './relation.ts';
import { SqlError } from './sql-error.ts';
import { typeOf } from './type-of.ts';

/** A question as SQL, and how the engine's rows, read by position, become the answer's. */
export type Rendered = { readonly query: Query; read(cells: readonly Cell[]): Row };

export type RenderContext = Omit<Cut, 'dialect'> & { readonly dialect: Dialect };

export function render(context: RenderContext, question: Aggregate | Rows): Rendered {
  return question.kind === 'rows' ? renderRows(context, question) : renderAggregate(context, question);
}

function renderRows(context: RenderContext, question: Rows): Rendered {
  const { dialect } = context;
  const relation = cutRelation(context, question.from, columnsUsed(question));
  const names = Object.keys(question.columns);
  if (names.length === 0) throw nonsense('rows without columns');
  const select = Object.entries(question.columns).map(
    ([name, expression]) =>
      sql`${renderExpression(dialect, relation, expression)} AS ${dialect.identifier(name)}`,
  );
  const order = question.orderBy.map(
    ({ by, descending }) =>
      sql`${renderExpression(dialect, relation, by)} ${raw(descending ? 'DESC' : 'ASC')}`,
  );
  const text = sql`${withSteps(relation.steps)}SELECT\n  ${joined(select, ',\n  ')}\nFROM ${relation.from}${where(dialect, relation, question.where)}${
    order.length === 0 ? raw('') : sql`\nORDER BY ${joined(order, ', ')}`
  }\nLIMIT ${raw(wholeNumber(question.limit))}`;
  return {
    query: written(text, dialect.placeholder),
    read: (cells) => Object.fromEntries(names.map((name, index) => [name, cells[index] ?? null])),
  };
}

/**
 * Two layers: the inner reads the cut relation and names the group keys, the outer groups by those names; so an
 * expression with bound values is written once, and GROUP BY means what SELECT shows.
 */
function renderAggregate(context: RenderContext, question: Aggregate): Rendered {
  const { dialect } = context;
  const uses = columnsUsed(question);
  const relation = cutRelation(context, question.from, uses);
  const keys = Object.keys(question.by);
  const measures = Object.keys(question.measures);
  refuseClashes(question, keys, measures);

  const taken = new Set(uses.map((use) => use.name.toLowerCase()));
  const aliases = new Map(keys.map((key) => [key, dialect.identifier(freshName(key, taken))]));
  const alias = (key: string): Fragment => {
    const found = aliases.get(key);
    if (found === undefined) throw nonsense(`grouping by ${JSON.stringify(key)}, which is no group column`);
    return found;
  };

  const grouped = sql`SELECT *${joined(
    Object.entries(question.by).map(
      ([key, by]) => sql`,\n  ${renderExpression(dialect, relation, by)} AS ${alias(key)}`,
    ),
    '',
  )}\nFROM ${relation.from}${where(dialect, relation, question.where)}`;

  const mask = question.sets === undefined || keys.length === 0 ? [] : [dialect.grouping(keys.map(alias))];
  const select = [
    ...mask.map((fragment) => sql`${fragment} AS ${dialect.identifier('set')}`),
    ...keys.map((key) => sql`${alias(key)} AS ${dialect.identifier(key)}`),
    ...Object.entries(question.measures).map(
      ([name, measure]) => sql`${renderMeasure(dialect, relation, measure)} AS ${dialect.identifier(name)}`,
    ),
  ];
  const ordered = mask.length + keys.length;
  const text = sql`${withSteps([...relation.steps, step('grouped', grouped)])}SELECT\n  ${joined(select, ',\n  ')}\nFROM "grouped"${groupBy(question, keys, alias)}${
    ordered === 0 ? raw('') : raw(`\nORDER BY ${orderBy(question, ordered)}`)
  }${question.limit === undefined ? raw('') : sql`\nLIMIT ${raw(wholeNumber(question.limit))}`}`;

  const names = [...keys, ...measures];
  const sets = setsByMask(question.sets ?? [], keys);
  return {
    query: written(text, dialect.placeholder),
    read: (cells) => {
      const row = Object.fromEntries(
        names.map((name, index) => [name, cells[index + mask.length] ?? null] as const),
      );
      if (question.sets === undefined) return row;
      return { ...row, set: mask.length === 0 ? 0 : (sets.get(Number(cells[0])) ?? null) };
    },
  };
}

function renderMeasure(dialect: Dialect, relation: CutRelation, measure: Measure): Fragment {
  const aggregate = renderAggregateFunction(dialect, relation, measure);
  return measure.where === undefined
    ? aggregate
    : dialect.filtered(aggregate, renderExpression(dialect, relation, measure.where));
}

function renderAggregateFunction(dialect: Dialect, relation: CutRelation, measure: Measure): Fragment {
  switch (measure.kind) {
    case 'count':
      return raw('count(*)');
    case 'sum':
      return sql`sum(${renderNumber(dialect, relation, measure.of)})`;
    case 'sum-of-squares': {
      const of = renderNumber(dialect, relation, measure.of);
      return sql`sum(${of} * ${of})`;
    }
    case 'min':
    case 'max': {
      const of = renderExpression(dialect, relation, measure.of);
      const boolean = typeOf(measure.of, relation) === 'boolean';
      return sql`${raw(measure.kind)}(${boolean ? dialect.double(of, 'boolean') : of})`;
    }
    case 'quantile':
      if (!(measure.p >= 0 && measure.p <= 1)) throw nonsense(`quantile ${measure.p}`);
      return dialect.quantile(renderNumber(dialect, relation, measure.of), measure.p);
    case 'distinct':
      return dialect.distinct(renderExpression(dialect, relation, measure.of));
  }
}

function where(dialect: Dialect, relation: CutRelation, conditions: Aggregate['where']): Fragment {
  if (conditions.length === 0) return raw('');
  const rendered = conditions.map((condition) => renderExpression(dialect, relation, condition));
  return sql`\nWHERE ${joined(rendered, '\n  AND ')}`;
}

function groupBy(question: Aggregate, keys: readonly string[], alias: (key: string) => Fragment): Fragment {
  if (keys.length === 0) return raw('');
  if (question.sets === undefined) return sql`\nGROUP BY ${joined(keys.map(alias), ', ')}`;
  const sets = question.sets.map((set) => sql`(${joined(set.map(alias), ', ')})`);
  return sql`\nGROUP BY GROUPING SETS (${joined(sets, ', ')})`;
}

/** With a limit the largest groups by the first measure come first; keys decide between equals. */
function orderBy(question: Aggregate, keys: number): string {
  const byKeys = Array.from({ length: keys }, (_, index) => String(index + 1));
  return (question.limit === undefined ? byKeys : [`${keys + 1} DESC`, ...byKeys]).join(', ');
}

/** Which set a row belongs to, by the bit mask of the keys it lacks. */
function setsByMask(
  sets: NonNullable<Aggregate['sets']>,
  keys: readonly string[],
): ReadonlyMap<number, number> {
  const masks = new Map<number, number>();
  sets.forEach((set, index) => {
    const mask = keys.reduce((bits, key) => bits * 2 + (set.includes(key) ? 0 : 1), 0);
    if (masks.has(mask)) throw nonsense(`the same grouping set twice: (${set.join(', ')})`);
    masks.set(mask, index);
  });
  return masks;
}

function refuseClashes(question: Aggregate, keys: readonly string[], measures: readonly string[]): void {
  if (measures.length === 0) throw nonsense('no measure');
  if (question.sets !== undefined && question.sets.length === 0) throw nonsense('no grouping set');
  if (question.sets !== undefined && keys.length > 31) throw nonsense('grouping sets over more than 31 keys');
  const clash = measures.find(
    (name) => keys.includes(name) || (question.sets !== undefined && name === 'set'),
  );
  if (clash !== undefined) throw nonsense(`the name ${JSON.stringify(clash)} for two things`);
}

function freshName(key: string, taken: Set<string>): string {
  let name = key;
  while (taken.has(name.toLowerCase())) name = `by ${name}`;
  taken.add(name.toLowerCase());
  return name;
}

function withSteps(steps: readonly Fragment[]): Fragment {
  return sql`WITH ${joined(steps, ', ')}\n`;
}

function wholeNumber(limit: number): string {
  if (!Number.isSafeInteger(limit) || limit < 0) throw nonsense(`${limit} rows`);
  return String(limit);
}

function nonsense(what: string): SqlError {
  return new SqlError('broken', `the question asks for ${what}`, 'this is a fault of the check that asked');
}
