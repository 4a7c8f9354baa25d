import type { Expression, Scalar } from './aggregate.ts';
import type { BroadType, Dialect } from './dialect.ts';
import { bind, type Fragment, joined, raw, sql } from './fragment.ts';
import { fitLiteral } from './fit-literal.ts';
import { nonsense } from './nonsense.ts';
import type { CutRelation } from './relation.ts';
import type { Holds } from './source-table.ts';
import { typeOf } from './type-of.ts';

type Resolve = Pick<CutRelation, 'resolve'>;

/** An expression as SQL. What would be an error or NaN at the engine (ln 0, x / 0, a text that is no number) is null. */
export function renderExpression(dialect: Dialect, relation: Resolve, expression: Expression): Fragment {
  const render = (of: Expression) => renderExpression(dialect, relation, of);
  const asNumber = (of: Expression) => renderNumber(dialect, relation, of);
  switch (expression.kind) {
    case 'column':
      return relation.resolve({ ...expression, notFinite: false }).sql;
    case 'is-not-finite':
      return expression.of.kind === 'column'
        ? relation.resolve({ ...expression.of, notFinite: true }).sql
        : raw('FALSE');
    case 'literal':
      return bind(finiteOrNull(expression.value));
    case 'instant':
      return dialect.instant(expression.at);
    case 'is-null':
      return sql`(${render(expression.of)} IS NULL)`;
    case 'not':
      return sql`(NOT ${render(expression.of)})`;
    case 'all':
      return expression.of.length === 0 ? raw('TRUE') : sql`(${joined(expression.of.map(render), ' AND ')})`;
    case 'any':
      return expression.of.length === 0 ? raw('FALSE') : sql`(${joined(expression.of.map(render), ' OR ')})`;
    case 'compare':
      return renderCompare(dialect, relation, expression);
    case 'in':
      return renderIn(dialect, relation, expression);
    case 'one-in':
      return dialect.oneIn(render(expression.of), wholeShare(expression.count));
    case 'case':
      return renderCase(dialect, relation, expression);
    case 'arithmetic': {
      const [left, right] = [asNumber(expression.left), asNumber(expression.right)];
      return expression.operator === '/'
        ? sql`(${left} / nullif(${right}, 0))`
        : sql`(${left} ${raw(expression.operator)} ${right})`;
    }
    case 'function':
      return expression.name === 'lower'
        ? dialect.call('lower', dialect.text(render(expression.of)))
        : dialect.call(expression.name, inDomain(expression.name, asNumber(expression.of)));
    case 'number':
      return asNumber(expression.of);
    case 'text':
      return dialect.text(render(expression.of));
    case 'entry': {
      const { sql: of, holds } = relation.resolve({ name: expression.of, notFinite: false });
      return renderEntry(dialect, { of, holds: holds ?? { kind: 'json' } }, expression);
    }
    case 'time-bin':
      if (!(expression.seconds > 0)) throw nonsense(`a time bin of ${expression.seconds} seconds`);
      return dialect.timeBin(renderTime(dialect, relation, expression.of), expression.seconds);
    case 'seconds-between':
      return dialect.secondsBetween(
        renderTime(dialect, relation, expression.from),
        renderTime(dialect, relation, expression.to),
      );
    case 'number-bin':
      return dialect.numberBin(asNumber(expression.of), ascending(expression.edges));
    case 'value-index':
      if (dialect.valueIndex === null)
        throw nonsense(`the index of a value, which ${dialect.name} is not asked for`);
      return dialect.valueIndex(render(expression.of), expression.values);
  }
}

/** Any expression as a double. */
export function renderNumber(dialect: Dialect, relation: Resolve, expression: Expression): Fragment {
  const rendered = renderExpression(dialect, relation, expression);
  if (expression.kind === 'literal' && typeof expression.value === 'number') return rendered;
  if (['arithmetic', 'number', 'entry'].includes(expression.kind)) return rendered;
  return dialect.number(rendered, typeOf(expression, relation) ?? 'other');
}

function renderEntry(
  dialect: Dialect,
  { of, holds }: { readonly of: Fragment; readonly holds: Holds },
  { key, place }: Extract<Expression, { kind: 'entry' }>,
): Fragment {
  if (holds.kind === 'struct' && !holds.keys.includes(key)) return raw('NULL');
  return dialect.number(dialect.entry(of, holds, { key, place }), 'other');
}

function renderTime(dialect: Dialect, relation: Resolve, expression: Expression): Fragment {
  const rendered = renderExpression(dialect, relation, expression);
  const type = typeOf(expression, relation);
  return type === 'time' || type === null ? rendered : dialect.timestamp(rendered, type);
}

function renderCompare(
  dialect: Dialect,
  relation: Resolve,
  { operator, left, right }: Extract<Expression, { kind: 'compare' }>,
): Fragment {
  const leftType = typeOf(left, relation);
  const rightType = typeOf(right, relation);
  const side = (of: Expression, type: BroadType | null, other: BroadType | null) => {
    if (of.kind === 'literal') return bind(finiteOrNull(fitLiteral(of.value, other)));
    if (type === other || type === null || other === null) return renderExpression(dialect, relation, of);
    if (type === 'time' || other === 'time') return renderTime(dialect, relation, of);
    if (type === 'number' || other === 'number') return renderNumber(dialect, relation, of);
    return dialect.text(renderExpression(dialect, relation, of));
  };
  // A literal takes the type of the other side; the other side then keeps its own.
  const l = side(left, leftType, right.kind === 'literal' ? leftType : rightType);
  const r = side(right, rightType, left.kind === 'literal' ? rightType : leftType);
  return operator === 'is distinct from' ? dialect.isDistinct(l, r) : sql`(${l} ${raw(operator)} ${r})`;
}

function renderIn(
  dialect: Dialect,
  relation: Resolve,
  { of, values }: Extract<Expression, { kind: 'in' }>,
): Fragment {
  if (isTextOfNumber(of, relation) && !values.some(couldBeNumber)) return raw('FALSE');
  const rendered = renderExpression(dialect, relation, of);
  const type = typeOf(of, relation);
  const fitting = values.map((value) => fitLiteral(value, type)).filter((value) => value !== null);
  const listed =
    fitting.length === 0
      ? raw('FALSE')
      : sql`(${rendered} IN (${joined(
          fitting.map((value) => bind(value)),
          ', ',
        )}))`;
  return values.includes(null) ? sql`(${rendered} IS NULL OR ${listed})` : listed;
}

/** Writing every number out to find that it is not 'unknown' costs more than all the rest of a scan. */
function isTextOfNumber(of: Expression, relation: Resolve): boolean {
  if (of.kind === 'function' && of.name === 'lower') return isTextOfNumber(of.of, relation);
  return of.kind === 'text' && typeOf(of.of, relation) === 'number';
}

/** A finite number is written with a digit; one that is not finite reads as null. */
function couldBeNumber(value: Scalar): boolean {
  return typeof value !== 'string' || /\d/.test(value);
}

function renderCase(
  dialect: Dialect,
  relation: Resolve,
  expression: Extract<Expression, { kind: 'case' }>,
): Fragment {
  const otherwise = renderExpression(dialect, relation, expression.otherwise);
  if (expression.whens.length === 0) return otherwise;
  const whens = expression.whens.map(
    ({ when, value }) =>
      sql`WHEN ${renderExpression(dialect, relation, when)} THEN ${renderExpression(dialect, relation, value)}`,
  );
  return sql`CASE ${joined(whens, ' ')} ELSE ${otherwise} END`;
}

/** Null where the function has no finite answer. */
function inDomain(name: 'abs' | 'ln' | 'exp' | 'floor' | 'sqrt', of: Fragment): Fragment {
  switch (name) {
    case 'abs':
    case 'floor':
      return of;
    case 'ln':
      return sql`CASE WHEN ${of} > 0 THEN ${of} END`;
    case 'sqrt':
      return sql`CASE WHEN ${of} >= 0 THEN ${of} END`;
    case 'exp':
      return sql`CASE WHEN ${of} < 709 THEN ${of} END`;
  }
}

function finiteOrNull(value: Scalar): Scalar {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

function wholeShare(count: number): number {
  if (!Number.isSafeInteger(count) || count < 1) throw nonsense(`one row in ${count}`);
  return count;
}

function ascending(edges: readonly number[]): readonly number[] {
  edges.forEach((edge, index) => {
    const before = edges[index - 1];
    if (!Number.isFinite(edge) || (before !== undefined && before >= edge))
      throw nonsense(`bin edges that do not ascend: ${edges.join(', ').slice(0, 200)}`);
  });
  return edges;
}
