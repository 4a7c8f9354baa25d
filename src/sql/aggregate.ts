/**
 * Questions to a table, as data. A check says what it wants counted; a dialect says how that is written; the source's
 * own engine does the counting. Rows stay where they are.
 *
 * Tables and columns are named as the configuration names them. A question never sees a row later than `now`, nor a
 * label that became known later: the relation it reads from is cut there (see relation.ts), so no check can forget it.
 */

/** A table of the model's configuration, by its key there. */
export type TableName =
  | 'predictions'
  | 'reference'
  | 'offline_features'
  | 'feature_reads'
  | 'requests'
  | 'hosts'
  | 'business'
  | 'golden'
  | 'changes';

export type Scalar = string | number | boolean | null;

/** One expression over the columns of a relation; literals are bound as parameters, never written into the text. */
export type Expression =
  | {
      readonly kind: 'column';
      readonly name: string;
      readonly of?: 'left' | 'right';
      /** What only the plan asks for: NaN and the infinities stand in it as they lie. It is grouped by, never computed with. */
      readonly withNotFinite?: true;
    }
  | { readonly kind: 'literal'; readonly value: Scalar }
  | { readonly kind: 'instant'; readonly at: Date }
  | { readonly kind: 'is-null'; readonly of: Expression }
  /** True where a float column holds NaN or an infinity. Everywhere else such a value reads as null, so that it poisons no sum. */
  | { readonly kind: 'is-not-finite'; readonly of: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'all'; readonly of: readonly Expression[] }
  | { readonly kind: 'any'; readonly of: readonly Expression[] }
  | {
      readonly kind: 'compare';
      readonly operator: '=' | '<>' | '<' | '<=' | '>' | '>=' | 'is distinct from';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'in'; readonly of: Expression; readonly values: readonly Scalar[] }
  | {
      readonly kind: 'case';
      readonly whens: readonly { readonly when: Expression; readonly value: Expression }[];
      readonly otherwise: Expression;
    }
  | {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-' | '*' | '/';
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'function';
      readonly name: 'abs' | 'ln' | 'exp' | 'floor' | 'sqrt' | 'lower';
      readonly of: Expression;
    }
  /** True for one value in so many, chosen by a hash: always for the same values. */
  | { readonly kind: 'one-in'; readonly of: Expression; readonly count: number }
  | { readonly kind: 'number'; readonly of: Expression }
  | { readonly kind: 'text'; readonly of: Expression }
  /** The number that a column of maps, structs, lists or JSON texts holds under `key`, or, where it is a list, at `place` (from 0). */
  | { readonly kind: 'entry'; readonly of: string; readonly key: string; readonly place: number }
  /** Start of the time bin, UTC, bins aligned to the epoch. */
  | { readonly kind: 'time-bin'; readonly of: Expression; readonly seconds: number }
  /** Seconds from `from` to `to`. */
  | { readonly kind: 'seconds-between'; readonly from: Expression; readonly to: Expression }
  /** Index 0..edges.length of the half-open bin `[edge i-1, edge i)`; null stays null. */
  | { readonly kind: 'number-bin'; readonly of: Expression; readonly edges: readonly number[] }
  /** What only the plan asks for: the index of a text among `values`, `values.length` of any other; null stays null. */
  | { readonly kind: 'value-index'; readonly of: Expression; readonly values: readonly string[] };

/** One number over the rows of a group; `where` counts only the rows for which it is true. */
export type Measure = { readonly where?: Expression } & (
  | { readonly kind: 'count' }
  | { readonly kind: 'sum'; readonly of: Expression }
  | { readonly kind: 'sum-of-squares'; readonly of: Expression }
  | { readonly kind: 'min'; readonly of: Expression }
  | { readonly kind: 'max'; readonly of: Expression }
  | { readonly kind: 'quantile'; readonly of: Expression; readonly p: number }
  | { readonly kind: 'distinct'; readonly of: Expression }
);

/** What only the plan asks for: the counts of every bin at once, as the dialect's `histogram` writes them. */
export type Histogram = {
  readonly kind: 'histogram';
  readonly of: Expression;
  readonly edges: readonly number[];
  readonly where?: Expression;
};

/** What only the plan asks for: several quantiles of the same values at once, as the dialect's `quantiles` writes them. */
export type Quantiles = {
  readonly kind: 'quantiles';
  readonly of: Expression;
  readonly ps: readonly number[];
  readonly where?: Expression;
};

/** Measures that answer several questions in one text, which the plan takes apart again. */
export type Combined = Histogram | Quantiles;

/** One table, or two joined on a column of equal name and meaning (online rows with the offline rows of the same request). */
export type Relation =
  | { readonly kind: 'table'; readonly table: TableName }
  | {
      readonly kind: 'join';
      readonly left: TableName;
      readonly right: TableName;
      readonly on: { readonly left: string; readonly right: string };
    };

/**
 * One aggregate question. `by` names the group columns of the answer. With `sets`, every list of `by` keys is grouped on
 * its own in the same scan; the answer's rows then carry `set`, the index into `sets`, and null for keys not in the set.
 * With a `limit` only the groups largest by the first measure come, largest first; without one, the order is not promised.
 */
export type Aggregate = {
  readonly kind: 'aggregate';
  readonly from: Relation;
  readonly where: readonly Expression[];
  readonly by: Readonly<Record<string, Expression>>;
  readonly sets?: readonly (readonly string[])[];
  readonly measures: Readonly<Record<string, Measure>>;
  readonly limit?: number;
};

/** A few rows themselves: golden samples to replay, examples to show. Columns are an allow-list. */
export type Rows = {
  readonly kind: 'rows';
  readonly from: Relation;
  readonly where: readonly Expression[];
  readonly columns: Readonly<Record<string, Expression>>;
  readonly orderBy: readonly { readonly by: Expression; readonly descending: boolean }[];
  readonly limit: number;
};

export type Cell = string | number | boolean | Date | null;
export type Row = Readonly<Record<string, Cell>>;
