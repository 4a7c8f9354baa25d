import type { ColumnType } from '../../config/table-columns.ts';

/** What one look at a column tells: its type, how many different values (roughly), and its span when it is a number. */
export type ColumnLook = {
  readonly name: string;
  readonly type: ColumnType;
  readonly distinct: number;
  readonly nulls: number;
  readonly min: number | null;
  readonly max: number | null;
  /** All its values as text, in order, where they are few enough to be classes. */
  readonly values: readonly string[] | null;
  /** Whether one value holds several: a map, a struct, a list. */
  readonly holds: boolean;
};

export type TableLook = {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ColumnLook[];
};
