/** A vector selector such as `http_requests_total{model="deposit"}`, in its parts. `matchers` is what stands between the braces. */
export type Selector = { readonly name: string; readonly matchers: string };

const text = String.raw`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|` + '`[^`]*`';
const matcher = String.raw`\s*[a-zA-Z_][a-zA-Z0-9_]*\s*(?:=~|!~|!=|=)\s*(?:${text})\s*`;
const selector = new RegExp(
  String.raw`^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)?\s*(?:\{((?:${matcher},)*(?:${matcher})?\s*)\})?\s*$`,
);

/** Reads a plain selector; null for any other expression (a sum, a rate, an offset). */
export function readSelector(query: string): Selector | null {
  const [whole, name = '', matchers = ''] = selector.exec(query) ?? [];
  const inside = matchers.trim().replace(/,$/, '').trim();
  if (whole === undefined || (name === '' && inside === '')) return null;
  return { name, matchers: inside };
}

/** The selector with further conditions, each written as a matcher. */
export function restricted({ name, matchers }: Selector, conditions: readonly string[]): string {
  const all = [matchers, ...conditions].filter((part) => part !== '');
  return all.length === 0 ? name : `${name}{${all.join(', ')}}`;
}

/** A PromQL string: what Go reads between double quotes. */
export function quotedPromql(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll(/\p{Cc}/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}

/** Names in an expression that may be metrics, in the order they stand: not functions, keywords, labels or texts. */
export function metricNames(query: string): readonly string[] {
  const bare = query
    .replaceAll(new RegExp(text, 'g'), '""')
    .replaceAll(/\{[^}]*\}/g, '{}')
    .replaceAll(/\[[^\]]*\]/g, '[]')
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const names = [...bare.matchAll(/(?<![\w:.])([a-zA-Z_:][a-zA-Z0-9_:]*)(?!\s*\(|[\w:])/g)].map(
    ([, name = '']) => name,
  );
  return [...new Set(names)].filter((name) => !keywords.has(name.toLowerCase()));
}

const keywords = new Set(
  'and or unless by without on ignoring group_left group_right bool offset inf nan start end atan2'.split(
    ' ',
  ),
);
