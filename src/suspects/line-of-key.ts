/**
 * The line (from 1) on which a key such as `expects.nulls` or `mitigations[1].kind` is written in a hypothesis or sign file:
 * its own, or that of the nearest key above it that is written there. Null where none is. It reads the text as it stands,
 * since a value that was computed has no line of its own.
 */
export function lineOfKey(text: string, key: string): number | null {
  const source = withoutWords(text);
  let found: number | null = null;
  let from = 0;
  let skip = 0;
  for (const step of stepsOf(key)) {
    if (typeof step === 'number') {
      // The n-th item of a list of objects is told by the n-th of the key asked for in it: braces stand in words, too.
      skip = step;
      continue;
    }
    const at = keyAt(source, step, { from, skip });
    if (at === null) break;
    found = at;
    from = at + step.length;
    skip = 0;
  }
  return found === null ? null : lineAt(source, found);
}

/** The line of the last place where a name stands as a word. */
export function lineOfLast(source: string, name: string): number | null {
  const last = [...source.matchAll(new RegExp(String.raw`\b${escaped(name)}\b`, 'g'))].at(-1);
  return last === undefined ? null : lineAt(source, last.index);
}

function stepsOf(key: string): readonly (string | number)[] {
  return [...key.matchAll(/\[(?<place>\d+)\]|(?<name>[^.[\]]+)/g)].map(({ groups }) =>
    groups?.['place'] === undefined ? (groups?.['name'] ?? '') : Number(groups['place']),
  );
}

/** Texts on one line that are no keys, blanked at their length: a sentence may say `, expects: …`. */
const withoutWords = (text: string): string =>
  text.replaceAll(/'[^'\n]*'(?!\s*:)|"[^"\n]*"(?!\s*:)/g, (words) => ' '.repeat(words.length));

/** Where `name:` is written as a key, quoted or not, behind `from`, after `skip` others of that name. */
function keyAt(
  source: string,
  name: string,
  { from, skip }: { readonly from: number; readonly skip: number },
): number | null {
  const written = new RegExp(String.raw`(?<=^\s*|[{,]\s*)['"]?${escaped(name)}['"]?\s*:`, 'gm');
  written.lastIndex = from;
  let left = skip;
  for (let match = written.exec(source); match !== null; match = written.exec(source)) {
    if (left === 0) return match.index;
    left -= 1;
  }
  return null;
}

const escaped = (name: string): string => name.replaceAll(/[^\w]/g, String.raw`\$&`);

const lineAt = (source: string, offset: number): number => source.slice(0, offset).split('\n').length;
