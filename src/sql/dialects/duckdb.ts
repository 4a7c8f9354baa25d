import type { Dialect } from '../dialect.ts';
import { bind, joined, raw, sql } from '../fragment.ts';
import { doubledQuotes } from '../quoted.ts';
import { guessedBin } from '../guessed-bin.ts';
import { searchTree } from '../search-tree.ts';

/** DuckDB 1.x, with the session's time zone set to UTC: a cast between TIMESTAMP and TIMESTAMPTZ then moves nothing. */
export const duckdb: Dialect = {
  name: 'duckdb',
  identifier: (name) => doubledQuotes(name, '"', 65_535),
  placeholder: (index) => `$${index}`,
  instant: (at) => sql`CAST(${bind(at)} AS TIMESTAMP)`,
  timestamp: (of, type) =>
    type === 'text' ? sql`CAST(CAST(${of} AS TIMESTAMPTZ) AS TIMESTAMP)` : sql`CAST(${of} AS TIMESTAMP)`,
  finite: (of) => sql`CASE WHEN isfinite(${of}) THEN ${of} END`,
  isNotFinite: (of) => sql`coalesce(NOT isfinite(${of}), FALSE)`,
  double: (of) => sql`CAST(${of} AS DOUBLE)`,
  number: (of, type) => {
    if (type === 'number' || type === 'boolean') return sql`CAST(${of} AS DOUBLE)`;
    // What is written like a number begins with a blank, a sign, a point or a digit, all of which sort before ':'. Other
    // texts are told apart by that at a tenth of what it costs to try to read them.
    const like = type === 'text' ? sql`CASE WHEN ${of} < ':' THEN ${of} END` : of;
    const read = sql`TRY_CAST(${like} AS DOUBLE)`;
    return sql`CASE WHEN isfinite(${read}) THEN ${read} END`;
  },
  text: (of) => sql`CAST(${of} AS VARCHAR)`,
  entry: (of, holds, { key, place }) => {
    switch (holds.kind) {
      case 'map':
        return sql`list_extract(map_extract(${of}, ${bind(key)}), 1)`;
      case 'struct':
        return sql`(${of}).${doubledQuotes(key, '"', 65_535)}`;
      case 'list':
        return sql`list_extract(${of}, ${bind(place + 1)})`;
      case 'json': {
        const under = (at: string) => sql`TRY(json_extract_string(CAST(${of} AS VARCHAR), ${bind(at)}))`;
        return sql`coalesce(${under(jsonPointer(key))}, ${under(`/${place}`)})`;
      }
    }
  },
  call: (name, of) => sql`${raw(name)}(${of})`,
  isDistinct: (left, right) => sql`(${left} IS DISTINCT FROM ${right})`,
  oneIn: (of, count) => sql`(hash(${of}) % ${raw(String(count))} = 0)`,
  timeBin: (of, seconds) => sql`time_bucket(to_seconds(${bind(seconds)}), ${of}, TIMESTAMP '1970-01-01')`,
  secondsBetween: (from, to) => sql`((epoch_us(${to}) - epoch_us(${from})) / 1e6)`,
  numberBin: (of, edges) => guessedBin(of, edges) ?? searchTree(of, edges),
  // Of a Parquet column with a dictionary this looks at each entry of the dictionary once, where IN looks at every row.
  valueIndex: (of, values) => {
    const listed = joined(values.map(bind), ', ');
    const other = sql`CASE WHEN ${of} IS NOT NULL THEN ${raw(String(values.length))} END`;
    return sql`coalesce(list_position(CAST([${listed}] AS VARCHAR[]), ${of}) - 1, ${other})`;
  },
  dictionaries: true,
  quantile: (of, p) => sql`quantile_cont(${of}, ${bind(p)})`,
  // Each quantile_cont keeps all values of its own: nine apart take nine times the memory of nine together.
  quantiles: (of, ps, where) => {
    const values = sql`quantile_cont(${of}, [${raw(ps.map(String).join(', '))}])`;
    const counted = where === null ? values : sql`${values} FILTER (WHERE ${where})`;
    return sql`array_to_string(${counted}, ' ')`;
  },
  distinct: (of) => sql`count(DISTINCT ${of})`,
  // DuckDB's histogram has bins (below, edge]; of -x these are the bins [edge, above) of x, in falling order.
  histogram: (of, edges, where) => {
    const falling = edges.toReversed().map((edge) => sql`CAST(${bind(-edge)} AS DOUBLE)`);
    const bounds = joined([...falling, raw(`CAST('infinity' AS DOUBLE)`)], ', ');
    const counts = sql`histogram(-${of}, [${bounds}])`;
    const counted = where === null ? counts : sql`${counts} FILTER (WHERE ${where})`;
    return sql`array_to_string(map_values(${counted}), ' ')`;
  },
  kept: {
    step: (body) => sql`"kept" AS MATERIALIZED (\n${body}\n)`,
    below: (answers) => joined(answers, '\nUNION ALL BY NAME\n'),
  },
  filtered: (aggregate, where) => sql`${aggregate} FILTER (WHERE ${where})`,
  grouping: (keys) => sql`grouping(${joined(keys, ', ')})`,
};

/** A key as a JSON Pointer (RFC 6901), which knows no other signs than these two. */
function jsonPointer(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
