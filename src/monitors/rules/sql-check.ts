import { duckdb } from '../../sql/dialects/duckdb.ts';
import { bind, joined, raw, sql, written } from '../../sql/fragment.ts';
import type { Bound, Fragment } from '../../sql/fragment.ts';
import type { Counted, Limit } from './watch.ts';

/** Fewer rows say nothing. */
const FEWEST = 100;

/**
 * The rule as a query over the last two hours: a row for each value that crosses the line, none when all is well, as
 * schedulers of SQL checks expect it. Names are quoted, values written as literals; `title` is a comment in front.
 */
export function sqlCheck(counted: Counted, limit: Limit, title: string): string {
  const { value, rows, by } = counted;
  const at = duckdb.timestamp(duckdb.identifier(counted.time), 'other');
  const where: readonly Fragment[] = [
    sql`${at} >= (now() AT TIME ZONE 'UTC') - INTERVAL 2 HOUR`,
    ...(counted.where === undefined ? [] : [counted.where]),
  ];
  const query = sql`SELECT * FROM (
  SELECT ${by === undefined ? raw('') : sql`${by} AS "of", `}${value} AS "value", ${rows} AS "rows"
  FROM ${duckdb.identifier(counted.table)}
  WHERE ${joined(where, '\n    AND ')}${by === undefined ? raw('') : sql`\n  GROUP BY ${by}`}
) AS counted
WHERE "rows" >= ${bind(FEWEST)} AND "value" ${raw(limit.side === 'above' ? '>' : '<')} ${bind(limit.value)};
`;
  return `-- ${oneLine(title)}\n${written(query, (_, bound) => literal(bound)).text}`;
}

/** A value as DuckDB and PostgreSQL read it; a text cannot end its own quotes. */
function literal(value: Bound): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Date) return `TIMESTAMP '${value.toISOString().replace('T', ' ').replace('Z', '')}'`;
  return String(value);
}

/** A comment ends with its line, so what is in it must not. */
export const oneLine = (text: string): string => text.replaceAll(/[\s\p{C}]+/gu, ' ').trim();
