/**
 * Constructors for expressions and measures, so that a question reads like the sentence behind it:
 * `countIf(all(during(column('ts'), windows.incident), isNull(column('balance'))))`.
 *
 * Where an operand may be a plain value, a string, number, boolean, null or Date stands for itself; a column is always
 * written `column('name')`.
 */
import type { Window } from '../time/window.ts';
import type { Expression, Measure, Relation, Scalar, TableName } from './aggregate.ts';

export type Operand = Expression | Scalar | Date;

export function column(name: string, of?: 'left' | 'right'): Expression {
  return of === undefined ? { kind: 'column', name } : { kind: 'column', name, of };
}

export function literal(value: Scalar): Expression {
  return { kind: 'literal', value };
}

export function instant(at: Date): Expression {
  return { kind: 'instant', at };
}

function operand(value: Operand): Expression {
  if (value instanceof Date) return instant(value);
  if (value === null || typeof value !== 'object') return literal(value);
  return value;
}

export function isNull(of: Expression): Expression {
  return { kind: 'is-null', of };
}

export function isNotNull(of: Expression): Expression {
  return not(isNull(of));
}

/** True where a float is NaN or infinite; everywhere else such a value reads as null. */
export function isNotFinite(of: Expression): Expression {
  return { kind: 'is-not-finite', of };
}

export function not(of: Expression): Expression {
  return { kind: 'not', of };
}

/** True when every one is true; of nothing, true. */
export function all(...of: readonly Expression[]): Expression {
  return { kind: 'all', of };
}

/** True when one is true; of nothing, false. */
export function any(...of: readonly Expression[]): Expression {
  return { kind: 'any', of };
}

type Operator = Extract<Expression, { kind: 'compare' }>['operator'];

function compare(operator: Operator, left: Operand, right: Operand): Expression {
  return { kind: 'compare', operator, left: operand(left), right: operand(right) };
}

export function eq(left: Operand, right: Operand): Expression {
  return compare('=', left, right);
}

export function ne(left: Operand, right: Operand): Expression {
  return compare('<>', left, right);
}

export function lt(left: Operand, right: Operand): Expression {
  return compare('<', left, right);
}

export function lte(left: Operand, right: Operand): Expression {
  return compare('<=', left, right);
}

export function gt(left: Operand, right: Operand): Expression {
  return compare('>', left, right);
}

export function gte(left: Operand, right: Operand): Expression {
  return compare('>=', left, right);
}

/** Unequal, where null equals null and differs from everything else: never null itself. */
export function isDistinctFrom(left: Operand, right: Operand): Expression {
  return compare('is distinct from', left, right);
}

export function isIn(of: Expression, values: readonly Scalar[]): Expression {
  return { kind: 'in', of, values };
}

/** True for one value in `count`, chosen by a hash: a sample of rows when the values name rows. */
export function oneIn(of: Expression, count: number): Expression {
  return { kind: 'one-in', of, count };
}

/** Half open: `from <= of < to`. */
export function between(of: Expression, from: Operand, to: Operand): Expression {
  return all(gte(of, from), lt(of, to));
}

/** The moment lies in the window `[from, to)`. */
export function during(time: Expression, window: Window): Expression {
  return between(time, window.from, window.to);
}

export function caseWhen(
  whens: readonly (readonly [when: Expression, value: Operand])[],
  otherwise: Operand = null,
): Expression {
  return {
    kind: 'case',
    whens: whens.map(([when, value]) => ({ when, value: operand(value) })),
    otherwise: operand(otherwise),
  };
}

type Arithmetic = Extract<Expression, { kind: 'arithmetic' }>['operator'];

function arithmetic(operator: Arithmetic, left: Operand, right: Operand): Expression {
  return { kind: 'arithmetic', operator, left: operand(left), right: operand(right) };
}

export function plus(left: Operand, right: Operand): Expression {
  return arithmetic('+', left, right);
}

export function minus(left: Operand, right: Operand): Expression {
  return arithmetic('-', left, right);
}

export function times(left: Operand, right: Operand): Expression {
  return arithmetic('*', left, right);
}

/** Division by zero is null. */
export function divide(left: Operand, right: Operand): Expression {
  return arithmetic('/', left, right);
}

export function abs(of: Expression): Expression {
  return { kind: 'function', name: 'abs', of };
}

/** Natural logarithm; null where the number is not positive. */
export function ln(of: Expression): Expression {
  return { kind: 'function', name: 'ln', of };
}

/** e to the power; null where the answer would not be finite. */
export function exp(of: Expression): Expression {
  return { kind: 'function', name: 'exp', of };
}

export function floor(of: Expression): Expression {
  return { kind: 'function', name: 'floor', of };
}

/** Square root; null where the number is negative. */
export function sqrt(of: Expression): Expression {
  return { kind: 'function', name: 'sqrt', of };
}

export function lower(of: Expression): Expression {
  return { kind: 'function', name: 'lower', of };
}

/** As a number; null where it is not one. True is 1, false is 0. */
export function number(of: Expression): Expression {
  return { kind: 'number', of };
}

/** The number under a key of a column that holds maps, structs or JSON objects; of lists, the one at a place. Null where there is none. */
export function entry(of: string, key: string, place: number): Expression {
  return { kind: 'entry', of, key, place };
}

export function text(of: Expression): Expression {
  return { kind: 'text', of };
}

export function timeBin(of: Expression, seconds: number): Expression {
  return { kind: 'time-bin', of, seconds };
}

export function secondsBetween(from: Expression, to: Expression): Expression {
  return { kind: 'seconds-between', from, to };
}

/** Index of the bin: 0 below the first edge, `edges.length` from the last edge on. Edges ascend. */
export function numberBin(of: Expression, edges: readonly number[]): Expression {
  return { kind: 'number-bin', of, edges };
}

export function count(): Measure {
  return { kind: 'count' };
}

export function countIf(where: Expression): Measure {
  return { kind: 'count', where };
}

export function sum(of: Expression, where?: Expression): Measure {
  return where === undefined ? { kind: 'sum', of } : { kind: 'sum', of, where };
}

export function sumOfSquares(of: Expression, where?: Expression): Measure {
  return where === undefined ? { kind: 'sum-of-squares', of } : { kind: 'sum-of-squares', of, where };
}

export function minimum(of: Expression, where?: Expression): Measure {
  return where === undefined ? { kind: 'min', of } : { kind: 'min', of, where };
}

export function maximum(of: Expression, where?: Expression): Measure {
  return where === undefined ? { kind: 'max', of } : { kind: 'max', of, where };
}

/** The number below which a share `p` of the values lies, interpolated between neighbours. */
export function quantile(of: Expression, p: number, where?: Expression): Measure {
  return where === undefined ? { kind: 'quantile', of, p } : { kind: 'quantile', of, p, where };
}

export function distinct(of: Expression, where?: Expression): Measure {
  return where === undefined ? { kind: 'distinct', of } : { kind: 'distinct', of, where };
}

export function table(name: TableName): Relation {
  return { kind: 'table', table: name };
}

/** Rows of two tables that are the same thing: `join('predictions', 'offline_features', { left: 'request_id', right: 'request_id' })`. */
export function join(
  left: TableName,
  right: TableName,
  on: { readonly left: string; readonly right: string },
): Relation {
  return { kind: 'join', left, right, on };
}
