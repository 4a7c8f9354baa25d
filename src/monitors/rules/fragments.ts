import { duckdb } from '../../sql/dialects/duckdb.ts';
import { sql } from '../../sql/fragment.ts';
import type { Fragment } from '../../sql/fragment.ts';

/** Pieces of SQL that several rules are made of, in the dialect of the tables' engine. */
export const column = (name: string): Fragment => duckdb.identifier(name);

/** A column of any type as a number; null where it holds none. */
export const numeric = (name: string): Fragment => sql`TRY_CAST(${column(name)} AS DOUBLE)`;

/** The share of the rows for which it is true; rows of which it is not known count as not. */
export const shareOf = (condition: Fragment): Fragment =>
  sql`avg(CASE WHEN ${condition} THEN 1.0 ELSE 0.0 END)`;

export const allRows: Fragment = sql`count(*)`;

export const rowsWith = (name: string): Fragment => sql`count(${column(name)})`;
