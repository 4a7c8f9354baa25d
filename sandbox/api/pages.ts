import { Refusal } from './method.ts';

/** One page of a list, with the cursor for the next; an empty cursor means the end. Throws `invalid_cursor`. */
export function pageOf<T>(
  items: readonly T[],
  asked: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): { page: readonly T[]; nextCursor: string } {
  const start = asked.cursor ? readCursor(asked.cursor) : 0;
  const end = start + (asked.limit ?? 100);
  return { page: items.slice(start, end), nextCursor: end < items.length ? writeCursor(end) : '' };
}

function writeCursor(offset: number): string {
  return Buffer.from(`offset:${offset}`).toString('base64');
}

function readCursor(cursor: string): number {
  const match = /^offset:(\d+)$/u.exec(Buffer.from(cursor, 'base64').toString('utf8'));
  if (!match) throw new Refusal('invalid_cursor');
  return Number(match[1]);
}
