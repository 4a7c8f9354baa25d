/**
 * The words in a name or a sentence, in lower case: `ModelAucLow` → model, auc, low; `latency_p95_ms` → latency, p95, ms;
 * `AUC of deposit` → auc, of, deposit. Give it text that is already clamped: the split is quadratic in a run of capitals.
 */
export function wordsOf(text: string): readonly string[] {
  return text
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** True when `phrase` stands in `text` as a word of its own; letters, digits and `_` do not end a word, `-` `/` `.` do. */
export function mentions(text: string, phrase: string): boolean {
  const pattern = phrase
    .trim()
    .split(/\s+/)
    .map(literal)
    .join(String.raw`\s+`);
  if (pattern === '') return false;
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])${pattern}(?![\p{L}\p{N}_])`, 'iu').test(text);
}

/** A regular expression that matches exactly this text. */
function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
