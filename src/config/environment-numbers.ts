import type { z } from 'zod';
import { dotted } from './problem.ts';
import type { Reading } from './read-yaml.ts';

/**
 * `port: ${PORT}` arrives as a text. Where the schema asked for a number and the text came from the environment and reads
 * as one, the number takes its place. A secret of digits stays a text: nobody asked for a number there.
 */
export function numbersFromEnvironment(reading: Reading, issues: readonly z.core.$ZodIssue[]): unknown {
  const numbers = new Set(
    issues.flatMap((issue) => {
      const asked =
        issue.code === 'invalid_type' && (issue.expected === 'number' || issue.expected === 'int');
      const key = dotted(issue.path.map((part) => (typeof part === 'number' ? part : String(part))));
      return asked && reading.variables.has(key) ? [key] : [];
    }),
  );
  return numbers.size === 0 ? reading.value : replace(reading.value, [], numbers);
}

function replace(value: unknown, path: readonly (string | number)[], numbers: ReadonlySet<string>): unknown {
  if (typeof value === 'string') {
    return numbers.has(dotted(path)) && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => replace(item, [...path, index], numbers));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [
      key,
      replace(inner, [...path, key], numbers),
    ]),
  );
}
