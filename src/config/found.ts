import { redact } from '../redact/redact.ts';
import type { KeyPath } from './problem.ts';

const secretWord = /secret|bearer|token|password|passwd|authorization|api[-_]?key|^headers$/i;
const urlCredentials = /([a-z][a-z0-9+.-]*:\/\/)[^/@\s]+@/gi;
const queryCredentials = /([?&][^=&\s]*(?:key|token|secret|sig|signature|password)=)[^&\s]+/gi;
const shown = 40;

/** Whether what stands there may be a secret, judged by its key. Too careful is right: it only hides a value in a message. */
function mayBeSecret(path: KeyPath): boolean {
  const sender = path[0] === 'intake' && path[1] === 'sources';
  return sender || path.some((part) => typeof part === 'string' && secretWord.test(part));
}

/** A URL without the user and password in front of its host, and without keys and tokens in its query. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(urlCredentials, '$1…@').replaceAll(queryCredentials, '$1…');
}

/**
 * What was found, in words short enough for one line. Never a secret: values under a secret's key are not shown, and a
 * value that came from the environment is shown as the variable it came from.
 */
export function describeFound(value: unknown, path: KeyPath, variables: readonly string[] = []): string {
  if (value === undefined || value === null) return 'nothing';
  if (variables.length > 0) return `the value of ${variables.map((name) => `\${${name}}`).join(', ')}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a mapping';
  if (mayBeSecret(path)) return 'a value that is not shown';
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return `the truth value ${value}`;
  if (typeof value === 'string') return quoted(value);
  return `a ${typeof value}`;
}

/** A text in quotes, on one line, shortened. */
function quoted(text: string): string {
  const line = redact(withoutCredentials(text)).replaceAll(/[\p{Cc}\p{Cf}]/gu, '·');
  return line.length > shown ? `'${line.slice(0, shown - 1)}…'` : `'${line}'`;
}
