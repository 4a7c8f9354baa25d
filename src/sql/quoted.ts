import { type Fragment, raw } from './fragment.ts';
import { SqlError } from './sql-error.ts';

/** Quotes a name by doubling the quote inside it; refuses what no engine can hold. */
export function doubledQuotes(name: string, quote: '"' | '`', maximumBytes: number): Fragment {
  refuse(name, maximumBytes);
  return raw(quote + name.replaceAll(quote, quote + quote) + quote);
}

/** Throws SqlError for a name that is empty, too long, holds NUL or is not well-formed text. */
export function refuse(name: string, maximumBytes: number): void {
  const shown = JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
  const hint = 'rename the column in the source, or read it through a view with a plain name';
  if (name === '') throw new SqlError('broken', 'a table or column name is empty', hint);
  if (name.includes('\0')) throw new SqlError('broken', `the name ${shown} holds a NUL character`, hint);
  if (!name.isWellFormed()) throw new SqlError('broken', `the name ${shown} is not well-formed text`, hint);
  const bytes = Buffer.byteLength(name);
  if (bytes > maximumBytes)
    throw new SqlError(
      'broken',
      `the name ${shown} is ${bytes} bytes long; at most ${maximumBytes} fit`,
      hint,
    );
}
