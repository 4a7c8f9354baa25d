/** A JSON object nobody has looked into yet. */
export type Fields = Record<string, unknown>;

/** Narrows any JSON value to an object; arrays and null are not objects here. */
export function asFields(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  // Safe: a non-null, non-array object is indexable by string, and every value stays unknown.
  return value as Fields;
}

/** The value as a list of JSON objects; whatever is not an object is left out. */
export function asFieldsList(value: unknown): Fields[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const fields = asFields(item);
    return fields ? [fields] : [];
  });
}

/** The string under a key, or undefined when the key holds anything else. */
export function stringAt(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' ? value : undefined;
}

/** A copy without the keys whose value is undefined, as JSON would have it. */
export function compact(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Parses JSON text; undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
