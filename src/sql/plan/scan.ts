import type { Row } from '../aggregate.ts';
import type { Grouped, Scannable } from '../render.ts';

/** One query, and which questions it answers: each picks its own rows out of the answer. */
export type Scan = { readonly question: Scannable; readonly parts: readonly Part[]; readonly how: string };

export type Part = { readonly name: string; readonly pick: (rows: readonly Row[]) => readonly Row[] };

/** Thrown by a part that cannot answer from what the scan brought: its question is then put alone. */
export class CannotTell extends Error {}

export type GroupedScan = Scan & { readonly question: Grouped };

export function isGrouped(scan: Scan): scan is GroupedScan {
  return scan.question.kind === 'aggregate';
}

/** Equal expressions have equal texts: they are plain data, built by the same constructors. */
export function textOf(value: unknown): string {
  return JSON.stringify(value);
}

/** The entries in the order of their keys, as one text. */
export function entriesText(entries: Readonly<Record<string, unknown>>): string {
  return textOf(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Scans that agree on `key` come together, in the order of their first; those of key null stay alone. */
export function together<S extends Scan>(
  scans: readonly S[],
  key: (scan: S) => string | null,
): readonly S[][] {
  const groups: S[][] = [];
  const byKey = new Map<string, S[]>();
  for (const scan of scans) {
    const text = key(scan);
    const known = text === null ? undefined : byKey.get(text);
    if (known !== undefined) known.push(scan);
    else {
      const group = [scan];
      groups.push(group);
      if (text !== null) byKey.set(text, group);
    }
  }
  return groups;
}

/** Rows as several parts read them out of one answer: made once for all of them. */
export function once(read: Part['pick']): Part['pick'] {
  const made = new WeakMap<readonly Row[], readonly Row[]>();
  return (rows) => {
    const known = made.get(rows) ?? read(rows);
    made.set(rows, known);
    return known;
  };
}

/** Names things by what they are, so that the same thing asked for twice is computed once; never a name in `taken`. */
export function naming<T>(prefix: string, taken: readonly string[] = []) {
  const names = new Map<string, string>();
  const things: Record<string, T> = {};
  let last = 0;
  const fresh = (): string => {
    last += 1;
    const name = `${prefix}${last}`;
    return taken.includes(name) ? fresh() : name;
  };
  return {
    things,
    nameOf: (thing: T): string => {
      const text = textOf(thing);
      const known = names.get(text);
      if (known !== undefined) return known;
      const name = fresh();
      names.set(text, name);
      things[name] = thing;
      return name;
    },
  };
}

/** How a scan answers that no other question shares. */
export const alone = 'on its own';
