/**
 * Takes secrets out of text before it is stored, logged or posted. What is recognised has a shape of its own: Slack
 * tokens, JSON web tokens, cloud and code-host keys, private keys, bearer and basic credentials, passwords in URLs, and
 * `password=…` pairs. It is a net, not a wall: a secret without a shape passes.
 */
export function redact(text: string): string {
  if (text.length < shortest) return text;
  return shapes.reduce((seen, { pattern, replacement }) => seen.replace(pattern, replacement), text);
}

export const redacted = '[redacted]';

/** No shape is found in fewer characters: `pwd=1234`, `ab://:x@`. */
const shortest = 8;

type Shape = { readonly pattern: RegExp; readonly replacement: string };

/** Tokens with a prefix of their own are found inside other words, too. Every pattern is linear in the length of the text: no nested repetition, every repetition bounded or exclusive. */
const shapes: readonly Shape[] = [
  {
    pattern: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
    replacement: redacted,
  },
  { pattern: /xox[a-z](?:\.xox[a-z])?-[\w-]{6,}/gi, replacement: redacted },
  { pattern: /xapp-[\w-]{6,}/gi, replacement: redacted },
  {
    pattern: /\bhttps:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/+-]+/gi,
    replacement: `https://hooks.slack.com/${redacted}`,
  },
  { pattern: /eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g, replacement: redacted },
  { pattern: /(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])/g, replacement: redacted },
  { pattern: /AIza[\w-]{35}/g, replacement: redacted },
  { pattern: /\bya29\.[\w-]{10,}/g, replacement: redacted },
  { pattern: /gh[pousr]_[A-Za-z0-9]{20,}/g, replacement: redacted },
  { pattern: /github_pat_\w{20,}/g, replacement: redacted },
  { pattern: /glpat-[\w-]{16,}/g, replacement: redacted },
  { pattern: /\bsk-[A-Za-z0-9][\w-]{19,}/g, replacement: redacted },
  { pattern: /\b(bearer|basic)\s+(?=[^\s\d]{0,200}\d)[\w.~+/=-]{8,}/gi, replacement: `$1 ${redacted}` },
  {
    pattern: /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:]{0,200}:[^\s/@]{1,200}@/gi,
    replacement: `$1${redacted}@`,
  },
  {
    pattern:
      /\b((?:aws_)?(?:secret(?:_access)?_key|secret|password|passwd|pwd|token|access_token|refresh_token|client_secret|api_?key)["']?\s{0,3}[=:]\s{0,3}["']?)(?!\[redacted\])[^\s"'&,;}]{4,}/gi,
    replacement: `$1${redacted}`,
  },
];
