/** The keys under which blocks carry what people read. */
const visibleKeys = new Set([
  'text',
  'alt_text',
  'title',
  'label',
  'description',
  'caption',
  'name',
  'fallback',
]);

/** How many characters people would read in a payload, however deep they sit. */
export function visibleCharacters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + visibleCharacters(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce<number>((sum, [key, inner]: [string, unknown]) => {
    if (typeof inner === 'string') return sum + (visibleKeys.has(key) ? inner.length : 0);
    return sum + visibleCharacters(inner);
  }, 0);
}
