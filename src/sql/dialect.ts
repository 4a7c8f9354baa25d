import type { Expression } from './aggregate.ts';
import type { Bound, Fragment } from './fragment.ts';
import type { Holds } from './source-table.ts';

/** Broad type of a column or expression. */
export type BroadType = 'number' | 'text' | 'boolean' | 'time' | 'other';

type FunctionName = Extract<Expression, { kind: 'function' }>['name'];

/**
 * How an engine writes things. A plain object of small functions; a builder asks only for those it needs. Times are UTC
 * timestamps without a zone inside a query: `timestamp` brings a stored column there, `instant` a bound moment.
 */
export type Dialect = {
  readonly name: string;
  /** Quoted always; throws SqlError for a name that the engine cannot hold. */
  readonly identifier: (name: string) => Fragment;
  readonly placeholder: (index: number, value: Bound) => string;
  readonly instant: (at: Date) => Fragment;
  readonly timestamp: (of: Fragment, type: BroadType) => Fragment;
  /** Null instead of NaN and the infinities. */
  readonly finite: (of: Fragment) => Fragment;
  readonly isNotFinite: (of: Fragment) => Fragment;
  /** A value that is a number or boolean already, as a double. */
  readonly double: (of: Fragment, type: BroadType) => Fragment;
  /** Any value as a double, null where it is not a finite number. */
  readonly number: (of: Fragment, type: BroadType) => Fragment;
  readonly text: (of: Fragment) => Fragment;
  /** What a value that holds several holds under a key (of a list: at a place, from 0), as the engine has it; null where it holds none. */
  readonly entry: (
    of: Fragment,
    holds: Holds,
    at: { readonly key: string; readonly place: number },
  ) => Fragment;
  /** The function for arguments inside its domain. */
  readonly call: (name: FunctionName, of: Fragment) => Fragment;
  readonly isDistinct: (left: Fragment, right: Fragment) => Fragment;
  /** True for one value in `count`, by the engine's own hash; null for null. */
  readonly oneIn: (of: Fragment, count: number) => Fragment;
  readonly timeBin: (of: Fragment, seconds: number) => Fragment;
  readonly secondsBetween: (from: Fragment, to: Fragment) => Fragment;
  readonly numberBin: (of: Fragment, edges: readonly number[]) => Fragment;
  /**
   * Index of a text among values, their number for any other, null for null. Null for an engine in which it is not known
   * to cost less than comparing and writing the text itself.
   */
  readonly valueIndex: ((of: Fragment, values: readonly string[]) => Fragment) | null;
  /**
   * True for an engine that, grouping by one stored column alone, looks at each entry of the column's dictionary once instead
   * of at every row.
   */
  readonly dictionaries: boolean;
  readonly quantile: (of: Fragment, p: number) => Fragment;
  /**
   * Several quantiles in one aggregate, as text: values in the order of `ps` with blanks between, or null of no number at
   * all. Null for an engine in which several cost no less than each alone.
   */
  readonly quantiles: ((of: Fragment, ps: readonly number[], where: Fragment | null) => Fragment) | null;
  readonly distinct: (of: Fragment) => Fragment;
  /**
   * Counts of all half-open bins in one aggregate, as text: the counts of bin edges.length, …, 1, 0 with blanks between,
   * or null of no number at all. Null for an engine that has no such aggregate: the plan then groups by the bin.
   */
  readonly histogram: ((of: Fragment, edges: readonly number[], where: Fragment | null) => Fragment) | null;
  /**
   * Rows that are read once however often they are asked for, and answers of different shapes below each other: a column
   * that an answer does not have is null there. Null for an engine that has not both.
   */
  readonly kept: {
    readonly step: (body: Fragment) => Fragment;
    readonly below: (answers: readonly Fragment[]) => Fragment;
  } | null;
  /** The aggregate over those rows alone for which `where` is true. */
  readonly filtered: (aggregate: Fragment, where: Fragment) => Fragment;
  /** Bit mask of the keys that a row of a grouping set does not have; the last key is the lowest bit. */
  readonly grouping: (keys: readonly Fragment[]) => Fragment;
};
