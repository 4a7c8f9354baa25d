import type { Segment } from '../src/alert/alert.ts';
import { readAssignment } from './parse.ts';

/**
 * `country=BR device=true` as a segment, or what is wrong with the words. `true` and `false` are read as the tables spell
 * booleans; `null` is the missing value; the rest is text. `example` is a line that works.
 */
export function readSegment(
  words: readonly string[],
  example: string,
): { readonly segment: Segment } | { readonly message: string; readonly hint: string } {
  const segment = new Map<string, Segment[string]>();
  for (const word of words) {
    const said = readAssignment(word);
    const hint = `Write dimension=value: ${example}`;
    if (said === null) return { message: `'${word}' is not a segment`, hint };
    if (said.value === '') return { message: `${said.name} needs a value`, hint };
    if (segment.has(said.name))
      return { message: `${said.name} is named twice`, hint: 'A segment has one value of a dimension.' };
    segment.set(said.name, valueOf(said.value));
  }
  return { segment: Object.fromEntries(segment) };
}

function valueOf(word: string): Segment[string] {
  if (word === 'true' || word === 'false') return word === 'true';
  return word === 'null' ? null : word;
}
