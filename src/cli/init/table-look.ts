import type { ColumnType } from '../../config/table-columns.ts';

/** What one look at a column tells: its type, how many different values (roughly), and its span when it is a number. */
export type ColumnLook = {
  readonly name: string;
  readonly type: ColumnType;
  readonly distinct: number;
  readonly nulls: number;
  readonly min: number | null;
  readonly max: number | null;
};

export type TableLook = {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ColumnLook[];
};
