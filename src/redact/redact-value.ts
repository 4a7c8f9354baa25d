import { redact, redacted } from './redact.ts';

/**
 * The same data with secrets taken out: every text is redacted, and a field whose name says that it holds a secret loses
 * its value whatever that looks like. For log fields and for bodies kept in the inbox. Nesting beyond `deepest` levels
 * is cut, so that hostile data cannot exhaust the stack.
 */
export function redactValue(value: unknown, deepest = 40): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (deepest === 0) return '[nested too deep]';
  if (Array.isArray(value)) return value.map((item: unknown) => redactValue(item, deepest - 1));
  if (value instanceof Error) return redactError(value, deepest);
  return Object.fromEntries(
    Object.entries(value).map(([name, field]: [string, unknown]) => [
      redact(name),
      holdsSecret(name) && field !== null ? redacted : redactValue(field, deepest - 1),
    ]),
  );
}

const secretNames =
  /^(?:x-)?(?:authorization|cookie|set-cookie|password|passwd|pwd|secret|client[_-]?secret|token|access[_-]?token|refresh[_-]?token|bot[_-]?token|app[_-]?token|api[_-]?key|private[_-]?key|routing[_-]?key|integration[_-]?key|signing[_-]?secret|bearer)$/i;

function holdsSecret(name: string): boolean {
  return secretNames.test(name);
}

function redactError(error: Error, deepest: number): unknown {
  return {
    name: error.name,
    message: redact(error.message),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, deepest - 1) }),
  };
}
