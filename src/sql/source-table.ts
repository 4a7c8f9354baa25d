import type { Expression, TableName } from './aggregate.ts';
import type { BroadType } from './dialect.ts';
import type { Fragment } from './fragment.ts';

/** What a column that holds several values holds; any other column may hold JSON as text. */
export type Holds =
  { readonly kind: 'map' | 'list' | 'json' } | { readonly kind: 'struct'; readonly keys: readonly string[] };

export type SourceColumn = {
  readonly name: string;
  readonly type: BroadType;
  readonly float: boolean;
  readonly holds?: Holds;
};

/** A table of a model as it lies in its source, and what must be cut from it. */
export type SourceTable = {
  readonly name: TableName;
  /** How the engine reads it: a table function over files, a qualified name. */
  readonly from: Fragment;
  readonly columns: readonly SourceColumn[];
  /** When a row happened; null for a table without time. */
  readonly time: string | null;
  readonly label: { readonly column: string; readonly knownAt: string | null } | null;
  /** Columns that the configuration makes out of stored ones, by name; a stored column of that name wins. */
  readonly derived?: Readonly<Record<string, Expression>>;
};
