import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBStructType,
  DuckDBTypeId,
  type DuckDBValue,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import type { Cell } from '../sql/aggregate.ts';
import type { BroadType } from '../sql/dialect.ts';
import type { Bound } from '../sql/fragment.ts';
import type { Holds } from '../sql/source-table.ts';

/** A bound value with its type, so that DuckDB guesses nothing. */
export function toDuckDB(value: Bound): { readonly value: DuckDBValue; readonly type: DuckDBType } {
  if (value instanceof Date)
    return { value: new DuckDBTimestampValue(BigInt(value.getTime()) * 1000n), type: TIMESTAMP };
  if (typeof value === 'string') return { value, type: VARCHAR };
  if (typeof value === 'boolean') return { value, type: BOOLEAN };
  return Number.isSafeInteger(value) ? { value: BigInt(value), type: BIGINT } : { value, type: DOUBLE };
}

/**
 * A value of DuckDB as a cell. Whole numbers beyond 2^53 become text rather than a wrong number; NaN and the infinities
 * become null; moments lose what lies below a millisecond; lists, structs and bytes become text.
 */
export function toCell(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return fromBigInt(value);
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  const milliseconds = instantOf(value);
  if (milliseconds === undefined) return String(value);
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date;
}

function fromBigInt(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** Milliseconds since 1970 for the kinds of moments; a value at infinity gives no valid date. */
function instantOf(value: DuckDBValue): number | undefined {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return floorDivide(value.micros, 1000n);
  if (value instanceof DuckDBTimestampMillisecondsValue) return Number(value.millis);
  if (value instanceof DuckDBTimestampSecondsValue) return Number(value.seconds) * 1000;
  if (value instanceof DuckDBTimestampNanosecondsValue) return floorDivide(value.nanos, 1_000_000n);
  if (value instanceof DuckDBDateValue) return value.days * 86_400_000;
  return undefined;
}

function floorDivide(value: bigint, by: bigint): number {
  const truncated = value / by;
  return Number(value % by < 0n ? truncated - 1n : truncated);
}

const broadTypes: Readonly<Partial<Record<DuckDBTypeId, BroadType>>> = {
  [DuckDBTypeId.BOOLEAN]: 'boolean',
  [DuckDBTypeId.TINYINT]: 'number',
  [DuckDBTypeId.SMALLINT]: 'number',
  [DuckDBTypeId.INTEGER]: 'number',
  [DuckDBTypeId.BIGINT]: 'number',
  [DuckDBTypeId.UTINYINT]: 'number',
  [DuckDBTypeId.USMALLINT]: 'number',
  [DuckDBTypeId.UINTEGER]: 'number',
  [DuckDBTypeId.UBIGINT]: 'number',
  [DuckDBTypeId.HUGEINT]: 'number',
  [DuckDBTypeId.UHUGEINT]: 'number',
  [DuckDBTypeId.FLOAT]: 'number',
  [DuckDBTypeId.DOUBLE]: 'number',
  [DuckDBTypeId.DECIMAL]: 'number',
  [DuckDBTypeId.TIMESTAMP]: 'time',
  [DuckDBTypeId.TIMESTAMP_S]: 'time',
  [DuckDBTypeId.TIMESTAMP_MS]: 'time',
  [DuckDBTypeId.TIMESTAMP_NS]: 'time',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'time',
  [DuckDBTypeId.DATE]: 'time',
  [DuckDBTypeId.VARCHAR]: 'text',
  [DuckDBTypeId.ENUM]: 'text',
  [DuckDBTypeId.UUID]: 'text',
};

export function broadType(type: DuckDBType): BroadType {
  return broadTypes[type.typeId] ?? 'other';
}

export function isFloat(type: DuckDBType): boolean {
  return type.typeId === DuckDBTypeId.FLOAT || type.typeId === DuckDBTypeId.DOUBLE;
}

/** What a value of the type holds under keys or at places; null for one that holds nothing of the kind, or JSON as text. */
export function holdsOf(type: DuckDBType): Holds | null {
  if (type instanceof DuckDBStructType) return { kind: 'struct', keys: type.entryNames };
  if (type.typeId === DuckDBTypeId.MAP) return { kind: 'map' };
  return type.typeId === DuckDBTypeId.LIST || type.typeId === DuckDBTypeId.ARRAY ? { kind: 'list' } : null;
}
