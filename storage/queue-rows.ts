import { z } from 'zod';
import type { Claim, Retry } from '../src/response/store/queues.ts';
import { leaseEnd } from './lease.ts';

/** What every queue says of itself. */
export const Depth = z.object({ waiting: z.int(), dropped: z.int() }).readonly();

/** The values that a claim binds: `@limit`, `@now`, `@until`. */
export function claimValues<C extends Omit<Claim, 'limit'>>({ leaseSeconds, ...claim }: C) {
  return { ...claim, now: claim.now.toISOString(), until: leaseEnd(claim.now, leaseSeconds) };
}

/** The values that a retry binds: `@id`, `@at`, `@reason`, `@unclear`, `@counted`. */
export function retryValues(id: number, { at, reason, unclear, counted }: Retry) {
  return { id, at: at.toISOString(), reason, unclear: Number(unclear), counted: Number(counted) };
}

/** Claimed rows, oldest first: SQLite returns them in no order. */
export function inOrder<Row extends { readonly id: number }>(
  row: z.ZodType<Row>,
  rows: readonly unknown[],
): readonly Row[] {
  return z
    .array(row)
    .parse(rows)
    .toSorted((a, b) => a.id - b.id);
}

/** Where the thread of the incident of a row of `table` is, as columns of RETURNING. */
export function threadOf(table: string): string {
  const column = (name: string): string =>
    `(SELECT ${name} FROM threads WHERE threads.incident = ${table}.incident)`;
  return `${column('channel')} AS channel, ${column('thread_ts')} AS threadTs`;
}
