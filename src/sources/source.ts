import type { Cell } from '../sql/aggregate.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { Fragment, Query } from '../sql/fragment.ts';
import type { SourceColumn } from '../sql/source-table.ts';

/** A table as it lies in a source. */
export type StoredTable = { readonly from: Fragment; readonly columns: readonly SourceColumn[] };

export type Ran =
  | { readonly kind: 'ran'; readonly rows: readonly (readonly Cell[])[]; readonly milliseconds: number }
  | {
      readonly kind: 'failed';
      readonly cause: 'missing' | 'timeout' | 'cancelled' | 'broken';
      /** The engine had not the memory that it was allowed. */
      readonly outOfMemory?: true;
      readonly message: string;
      readonly hint: string;
    };

/** One configured source of tables: an engine that counts where the rows lie. Read only. */
export type Source = {
  readonly name: string;
  readonly dialect: Dialect;
  /** Names of the tables that can be read now. */
  tables(): Promise<readonly string[]>;
  /** Throws SqlError `missing` with the nearest name, or `broken` when the table cannot be read. */
  table(name: string): Promise<StoredTable>;
  /** Stops at the source's own timeout and when the signal says so; a failure is an answer. */
  run(query: Query, signal: AbortSignal): Promise<Ran>;
  close(): Promise<void>;
};
