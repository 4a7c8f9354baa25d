import type { Dialect } from '../dialect.ts';
import { bind, type Bound, joined, raw, sql } from '../fragment.ts';
import { refuse } from '../quoted.ts';
import { searchTree } from '../search-tree.ts';

/**
 * ClickHouse 24 and later, over HTTP with typed parameters `{p1:Type}`. The session needs `session_timezone = 'UTC'`,
 * `group_by_use_nulls = 1` (a key that is not in a grouping set is null) and `prefer_column_name_to_alias = 1` (a cut
 * column bears the name of the stored one).
 */
export const clickhouse: Dialect = {
  name: 'clickhouse',
  // Inside its quotes ClickHouse reads backslashes as escapes, so both the quote and the backslash are escaped.
  identifier: (name) => {
    refuse(name, 65_535);
    return raw(`"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
  },
  placeholder: (index, value) => `{p${index}:${typeNamed(value)}}`,
  instant: (at) => bind(at),
  timestamp: (of, type) =>
    type === 'text'
      ? sql`parseDateTime64BestEffortOrNull(${of}, 6, 'UTC')`
      : sql`toDateTime64(${of}, 6, 'UTC')`,
  finite: (of) => sql`if(isFinite(${of}), ${of}, NULL)`,
  isNotFinite: (of) => sql`ifNull(NOT isFinite(${of}), FALSE)`,
  double: (of) => sql`CAST(${of} AS Nullable(Float64))`,
  number: (of, type) => {
    if (type === 'number' || type === 'boolean') return sql`CAST(${of} AS Nullable(Float64))`;
    const read = sql`toFloat64OrNull(toString(${of}))`;
    return sql`if(isFinite(${read}), ${read}, NULL)`;
  },
  text: (of) => sql`toString(${of})`,
  entry: (of, holds, { key, place }) => {
    switch (holds.kind) {
      case 'map':
        return sql`if(mapContains(${of}, ${bind(key)}), ${of}[${bind(key)}], NULL)`;
      case 'struct':
        return sql`tupleElement(${of}, ${bind(key)})`;
      case 'list':
        return sql`if(length(${of}) > ${bind(place)}, arrayElement(${of}, toInt64(${bind(place + 1)})), NULL)`;
      case 'json':
        return sql`if(JSONType(${of}) = 'Array', JSONExtractRaw(${of}, toInt64(${bind(place + 1)})), JSONExtractRaw(${of}, ${bind(key)}))`;
    }
  },
  call: (name, of) => sql`${raw(name === 'ln' ? 'log' : name)}(${of})`,
  isDistinct: (left, right) => sql`ifNull(${left} <> ${right}, isNull(${left}) <> isNull(${right}))`,
  oneIn: (of, count) => sql`(cityHash64(${of}) % ${raw(String(count))} = 0)`,
  timeBin: (of, seconds) => sql`toStartOfInterval(${of}, toIntervalSecond(${bind(seconds)}), 'UTC')`,
  secondsBetween: (from, to) =>
    sql`((toUnixTimestamp64Micro(${to}) - toUnixTimestamp64Micro(${from})) / 1000000)`,
  numberBin: searchTree,
  // Parameters of an aggregate must stand in the text; p is a number between 0 and 1.
  valueIndex: null,
  dictionaries: false,
  quantiles: null,
  kept: null,
  quantile: (of, p) => sql`quantileExactInclusive(${raw(String(p))})(${of})`,
  distinct: (of) => sql`uniqExact(${of})`,
  histogram: null,
  filtered: (aggregate, where) => sql`${aggregate} FILTER (WHERE ${where})`,
  grouping: (keys) => sql`grouping(${joined(keys, ', ')})`,
};

function typeNamed(value: Bound): string {
  if (value instanceof Date) return `DateTime64(6, 'UTC')`;
  if (typeof value === 'boolean') return 'Bool';
  return typeof value === 'number' ? 'Float64' : 'String';
}
