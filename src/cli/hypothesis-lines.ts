import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { lineOfKey, lineOfLast } from '../suspects/line-of-key.ts';

/** Told by its shape: to load the class would load every check, on each start of the command line. */
const Refused = z.object({
  code: z.literal('senseless-hypothesis'),
  problems: z.array(z.object({ file: z.string(), key: z.string(), message: z.string() })).min(1),
});

const house = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The message of refused hypotheses with the line of each key, as an editor opens it:
 * `src/suspects/hypotheses/data-nulls.ts:13, expects.nulls: 1.2 is no probability between 0 and 1`.
 * Null where the error is another. A file that cannot be read goes without its line.
 */
export function hypothesisLines(error: unknown, folder: string = house): string | null {
  const refused = Refused.safeParse(error);
  if (!refused.success) return null;
  return refused.data.problems
    .map(({ file, key, message }) => `${placed({ file, key }, folder)}, ${key}: ${message}`)
    .join('\n');
}

function placed({ file, key }: { readonly file: string; readonly key: string }, folder: string): string {
  for (const path of filesOf(file, folder)) {
    const line = lineIn(path, key, folder);
    if (line !== null) return `${path}:${line}`;
  }
  return file;
}

/** The file itself; of a folder those in it; and where a wrong id names no file, those beside it. */
function filesOf(file: string, folder: string): readonly string[] {
  if (textOf(join(folder, file)) !== null) return [file];
  if (!file.endsWith('.ts')) return listed(folder, file);
  return listed(folder, dirname(file)).filter((path) => {
    const id = /^\s*id: ['"](?<id>[^'"]+)/m.exec(textOf(join(folder, path)) ?? '')?.groups?.['id'];
    return id?.replace('.', '-') === basename(file, '.ts');
  });
}

function lineIn(path: string, key: string, folder: string): number | null {
  const source = textOf(join(folder, path));
  if (source === null) return null;
  // A list names its files by what they export: `data.nulls` stands there as `dataNulls`.
  return path.endsWith('/list.ts')
    ? lineOfLast(
        source,
        key.replaceAll(/\W(?<letter>\w)/g, (_, letter: string) => letter.toUpperCase()),
      )
    : lineOfKey(source, key);
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function listed(folder: string, below: string): readonly string[] {
  try {
    return readdirSync(join(folder, below))
      .toSorted()
      .map((name) => `${below}/${name}`);
  } catch {
    return [];
  }
}
