import type { Segment } from '../alert/alert.ts';
import type { Expression } from '../sql/aggregate.ts';
import { all, eq, isNull } from '../sql/build.ts';
import type { ColumnOf } from './carrier.ts';

/** The rows of a segment; undefined for all traffic. */
export function segmentCondition(segment: Segment, of: ColumnOf): Expression | undefined {
  const conditions = Object.entries(segment).map(([name, value]) =>
    value === null ? isNull(of(name)) : eq(of(name), value),
  );
  return conditions.length === 0 ? undefined : all(...conditions);
}

/** A segment as people write it: `country=BR device=ios`; empty for all traffic. */
export function segmentWords(segment: Segment): string {
  return Object.entries(segment)
    .map(([name, value]) => `${name}=${value === null ? 'null' : String(value)}`)
    .join(' ');
}
