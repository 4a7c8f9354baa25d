import type { KeyPath } from './problem.ts';

/** The value at a path of something that was read but not yet judged; undefined where the path leads nowhere. */
export function valueAt(root: unknown, path: KeyPath): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  return value;
}

export function textAt(root: unknown, path: KeyPath): string | null {
  const value = valueAt(root, path);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The texts of a list, each with its own path. */
export function textsAt(
  root: unknown,
  path: KeyPath,
): readonly { readonly text: string; readonly path: KeyPath }[] {
  const value = valueAt(root, path);
  if (!Array.isArray(value)) return [];
  return value.flatMap((text: unknown, index) =>
    typeof text === 'string' ? [{ text, path: [...path, index] }] : [],
  );
}

/** The keys of a mapping, as written. */
export function keysOf(root: unknown, path: KeyPath): readonly string[] {
  const value = valueAt(root, path);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

export function indexesOf(root: unknown, path: KeyPath): readonly number[] {
  const value = valueAt(root, path);
  return Array.isArray(value) ? value.map((_, index) => index) : [];
}
