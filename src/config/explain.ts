import type { z } from 'zod';
import { describeFound } from './found.ts';
import { didYouMean, nearestName } from './nearest.ts';
import { dotted, problem } from './problem.ts';
import type { Finding, KeyPath } from './problem.ts';
import type { Reading } from './read-yaml.ts';
import { FishboneConfig } from './schema.ts';
import { valueAt } from './value-at.ts';
import { aboutSchema, keysAt, schemasAt, typeWords } from './schema-keys.ts';

/**
 * Says what the schema did not accept: what was expected, what was found, and the nearest valid name. A key that is
 * missing because it was misspelt right beside is told once, as the misspelling.
 */
export function explainIssues(issues: readonly z.core.$ZodIssue[], reading: Reading): readonly Finding[] {
  const flat = issues.flatMap((issue) => flatten(issue, reading.value));
  const misspelt = new Set(
    flat.flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') return [];
      const path = plainPath(issue.path);
      const given = keysGiven(valueAt(reading.value, path));
      return issue.keys.flatMap((key) => {
        const meant = nearestName(key, without(keysAt(FishboneConfig, path), given));
        return meant === null ? [] : [dotted([...path, meant])];
      });
    }),
  );
  return flat
    .filter((issue) => !(isMissing(issue, reading.value) && misspelt.has(dotted(plainPath(issue.path)))))
    .flatMap((issue) => explain(issue, reading));
}

function explain(issue: z.core.$ZodIssue, reading: Reading): readonly Finding[] {
  const path = plainPath(issue.path);
  const value = valueAt(reading.value, path);
  const found = describeFound(value, path, reading.variables.get(dotted(path)));
  const expected = expectedAt(path);
  const otherwise = `expected ${expected}, found ${found}`;
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys, path, value);
  if (isMissing(issue, reading.value)) return [problem(path, missing(path))];
  if (issue.code === 'invalid_type') return [problem(path, otherwise + quoteHint(issue.expected, value))];
  if (issue.code === 'invalid_value') {
    return [problem(path, choiceWords(issue.values.map(String), value, { expected, found }))];
  }
  if (issue.code === 'invalid_union') return [problem(path, unionWords(path, value, found))];
  if (issue.code === 'too_small') return [problem(path, tooSmallWords(issue, value) ?? otherwise)];
  if (issue.code === 'invalid_key') return [problem(path, 'the key is empty; give it a name')];
  return [problem(path, otherwise)];
}

function unknownKeys(keys: readonly string[], path: KeyPath, value: unknown): readonly Finding[] {
  const names = without(keysAt(FishboneConfig, path), keysGiven(value));
  return keys.map((key) => problem([...path, key], `unknown key${didYouMean(key, names)}`));
}

function tooSmallWords(issue: z.core.$ZodIssueTooSmall, value: unknown): string | null {
  if (issue.origin === 'array') return 'expected at least one entry, found none';
  if (issue.origin !== 'string') return null;
  return value === ''
    ? 'expected text, found an empty text'
    : `expected ${issue.message}, found a shorter one`;
}

/** A union that no alternative fits is replaced by the complaints of the alternative that comes nearest. */
function flatten(issue: z.core.$ZodIssue, root: unknown): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const begun = issue.errors
    .map((branch) => branch.map((each) => ({ ...each, path: [...issue.path, ...each.path] })))
    .filter(
      (branch) => !branch.some((each) => isMissing(each, root) && each.path.length === issue.path.length + 1),
    );
  const [nearest] = begun.sort((a, b) => a.length - b.length);
  if (begun.length !== 1 || nearest === undefined) return [issue];
  return nearest.flatMap((each) => flatten(each, root));
}

function unionWords(path: KeyPath, value: unknown, found: string): string {
  const keys = keysAt(FishboneConfig, path);
  const names = keys.map((key) => `\`${key}\``).join(' or ');
  const given = keysGiven(value);
  if (keys.length === 0) return `expected ${expectedAt(path)}, found ${found}`;
  if (given.filter((key) => keys.includes(key)).length > 1) return `expected ${names}, found both: keep one`;
  const unknown = given.find((key) => !keys.includes(key));
  if (unknown === undefined) return `expected ${names}, found ${found}`;
  return `expected ${names}, found '${unknown}'${didYouMean(unknown, keys)}`;
}

/** One of a few names: the nearest is enough where the list is long. */
function choiceWords(
  names: readonly string[],
  value: unknown,
  words: { readonly expected: string; readonly found: string },
): string {
  const nearest = typeof value === 'string' ? nearestName(value, names) : null;
  if (nearest === null) return `expected ${words.expected}, found ${words.found}`;
  const expected = names.length > 6 ? `one of ${names.length} names` : words.expected;
  return `expected ${expected}, found ${words.found}; did you mean '${nearest}'?`;
}

/** A number where text belongs is mostly a missing pair of quotes; nothing at all is mostly a `#`. */
function quoteHint(expected: string, value: unknown): string {
  if (expected !== 'string') return '';
  if (value === null) return '; a value that begins with # must stand in quotes';
  return typeof value === 'number' || typeof value === 'boolean' ? '; put it in quotes' : '';
}

function missing(path: KeyPath): string {
  const [schema] = schemasAt(FishboneConfig, path);
  if (schema === undefined) return 'this key is missing';
  const { description } = aboutSchema(schema);
  return `this key is missing: expected ${typeWords(schema)}${description === '' ? '' : ` (${description.replace(/\.$/, '')})`}`;
}

function expectedAt(path: KeyPath): string {
  const words = schemasAt(FishboneConfig, path).map(typeWords);
  return words.length === 0 ? 'something else' : [...new Set(words)].join(' or ');
}

function isMissing(issue: z.core.$ZodIssue, root: unknown): boolean {
  if (issue.code !== 'invalid_type' && issue.code !== 'invalid_value') return false;
  return valueAt(root, plainPath(issue.path)) === undefined;
}

function plainPath(path: readonly PropertyKey[]): KeyPath {
  return path.map((part) => (typeof part === 'number' ? part : String(part)));
}

function keysGiven(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

function without(names: readonly string[], taken: readonly string[]): readonly string[] {
  return names.filter((name) => !taken.includes(name));
}
