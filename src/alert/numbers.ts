/** The number that a label or a field holds: `0.8002`, `17.1%` (as 0.171), `529 ms`. Null when it is not plainly one. */
export function numberFrom(said: unknown): number | null {
  if (typeof said === 'number') return Number.isFinite(said) ? said : null;
  if (typeof said !== 'string' || said.length > 40) return null;
  const match = alone.exec(said);
  return match === null ? null : asNumber(match[1], match[2]);
}

/**
 * The value and the baseline that a sentence states: `AUC of deposit is 0.80 (7d: 0.86)`, `latency rose from 120 ms to
 * 900 ms`, `error rate 0.7% → 4%`. A limit is not a baseline. Whatever the sentence does not say is null.
 */
export function numbersInText(text: string): {
  readonly value: number | null;
  readonly baseline: number | null;
} {
  const moved = fromTo.exec(text) ?? arrow.exec(text);
  if (moved !== null) return { baseline: asNumber(moved[1], moved[2]), value: asNumber(moved[3], moved[4]) };
  const value = stated.exec(text);
  const baseline = compared.exec(text);
  return {
    value: value === null ? null : asNumber(value[1], value[2]),
    baseline: baseline === null ? null : asNumber(baseline[1], baseline[2]),
  };
}

/** A decimal number and its unit; not the beginning of a word, a version or a date. */
const number = String.raw`([-+]?\d{1,15}(?:\.\d{1,15})?(?:e[-+]?\d{1,2})?)\s?(%|(?:ms|s|m|h|d|seconds?|minutes?)(?![a-z0-9]))?(?![\w:-]|\.\d)`;
const alone = new RegExp(String.raw`^\s*${number}\s*$`, 'i');
const fromTo = new RegExp(String.raw`\bfrom\s+${number}\s+to\s+${number}`, 'i');
const stated = new RegExp(String.raw`(?:\b(?:is|now|at|value)\b\s*[:=]?|=)\s*${number}`, 'i');
const compared = new RegExp(
  String.raw`(?:\(\s*\d{1,3}\s?[smhdw]\b|\b(?:was|baseline|before|normally|normal|usually|expected|vs\.?|versus)(?![\p{L}\p{N}]))\s*[:=]?\s*${number}`,
  'iu',
);
const arrow = new RegExp(String.raw`${number}\s*(?:→|->|=>)\s*${number}`, 'i');

function asNumber(digits: string | undefined, unit: string | undefined): number | null {
  const value = Number(digits);
  if (digits === undefined || !Number.isFinite(value)) return null;
  return unit === '%' ? Number((value / 100).toPrecision(12)) : value;
}
