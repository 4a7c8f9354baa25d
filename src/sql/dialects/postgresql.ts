import type { Dialect } from '../dialect.ts';
import { bind, type Bound, joined, raw, sql } from '../fragment.ts';
import { doubledQuotes } from '../quoted.ts';

/** A plain decimal number as PostgreSQL writes it; `NaN`, `Infinity` and words are not among them. */
const numeric = raw(String.raw`'^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?\s*$'`);

/** PostgreSQL 14 and later. Names are at most 63 bytes; a longer one would be cut silently, so it is refused. */
export const postgresql: Dialect = {
  name: 'postgresql',
  identifier: (name) => doubledQuotes(name, '"', 63),
  placeholder: (index, value) => `$${index}::${typeNamed(value)}`,
  instant: (at) => bind(at),
  timestamp: (of, type) => {
    if (type !== 'time' && type !== 'text') return sql`CAST(${of} AS timestamp)`;
    return sql`(CAST(${of} AS timestamptz) AT TIME ZONE 'UTC')`;
  },
  finite: (of) => sql`CASE WHEN ${of} NOT IN ('NaN', 'Infinity', '-Infinity') THEN ${of} END`,
  isNotFinite: (of) => sql`coalesce(${of} IN ('NaN', 'Infinity', '-Infinity'), FALSE)`,
  double: (of, type) =>
    type === 'boolean'
      ? sql`CAST(CAST(${of} AS integer) AS double precision)`
      : sql`CAST(${of} AS double precision)`,
  number: (of, type) => {
    if (type === 'number') return sql`CAST(${of} AS double precision)`;
    if (type === 'boolean') return sql`CAST(CAST(${of} AS integer) AS double precision)`;
    const text = sql`CAST(${of} AS text)`;
    return sql`CASE WHEN ${text} ~ ${numeric} THEN CAST(${text} AS double precision) END`;
  },
  text: (of) => sql`CAST(${of} AS text)`,
  entry: (of, holds, { key, place }) =>
    holds.kind === 'list'
      ? sql`(${of})[${bind(place + 1)}]`
      : sql`(to_jsonb(${of}) ->> CASE jsonb_typeof(to_jsonb(${of})) WHEN 'array' THEN ${bind(String(place))} ELSE ${bind(key)} END)`,
  call: (name, of) => sql`${raw(name)}(${of})`,
  isDistinct: (left, right) => sql`(${left} IS DISTINCT FROM ${right})`,
  oneIn: (of, count) =>
    sql`((hashtextextended(CAST(${of} AS TEXT), 0) & 9223372036854775807) % ${raw(String(count))} = 0)`,
  timeBin: (of, seconds) => {
    const width = sql`make_interval(secs => ${bind(seconds)})`;
    return sql`date_bin(${width}, ${of}, TIMESTAMP '1970-01-01')`;
  },
  secondsBetween: (from, to) => sql`CAST(extract(epoch FROM ${to} - ${from}) AS double precision)`,
  numberBin: (of, edges) => {
    if (edges.length === 0) return sql`CASE WHEN ${of} IS NOT NULL THEN 0 END`;
    const bounds = joined(
      edges.map((edge) => bind(edge)),
      ', ',
    );
    return sql`width_bucket(${of}, ARRAY[${bounds}])`;
  },
  valueIndex: null,
  dictionaries: false,
  quantiles: null,
  kept: null,
  quantile: (of, p) => sql`percentile_cont(${bind(p)}) WITHIN GROUP (ORDER BY ${of})`,
  distinct: (of) => sql`count(DISTINCT ${of})`,
  histogram: null,
  filtered: (aggregate, where) => sql`${aggregate} FILTER (WHERE ${where})`,
  grouping: (keys) => sql`grouping(${joined(keys, ', ')})`,
};

/** Every value is sent with its type, or the server would guess it from where it stands. */
function typeNamed(value: Bound): string {
  if (value instanceof Date) return 'timestamp';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'number' ? 'double precision' : 'text';
}
