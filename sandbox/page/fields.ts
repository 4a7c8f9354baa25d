import type { Fields } from './contract.ts';

/** Blocks come from an app as JSON: these narrow what is in them, without trusting it. */
export function asFields(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  // Safe: a non-null, non-array object is indexable by string, and every value stays unknown.
  return value as Fields;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function fieldsList(value: unknown): readonly Fields[] {
  return asList(value).flatMap((item): readonly Fields[] => {
    const fields = asFields(item);
    return fields ? [fields] : [];
  });
}

export function textAt(fields: Fields | undefined, key: string): string {
  const value = fields?.[key];
  return typeof value === 'string' ? value : '';
}

/** The words of a text object, or of a string where one stands. */
export function wordsAt(fields: Fields | undefined, key: string): string {
  const inner = asFields(fields?.[key]);
  return inner ? textAt(inner, 'text') : textAt(fields, key);
}
