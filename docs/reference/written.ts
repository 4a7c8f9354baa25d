import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { COMMANDS } from '../../commands/list.ts';
import { CHECKS } from '../../src/checks/list.ts';
import { configJsonSchema } from '../../src/config/json-schema.ts';
import { configReference } from '../../src/config/reference.ts';
import { noteJsonSchema } from '../../src/note/json.ts';
import { checksTables, commandsTable } from './tables.ts';

/** Which document holds which table between its two marks. */
const places = [
  {
    file: new URL('../../README.md', import.meta.url),
    mark: 'commands',
    table: () => commandsTable(COMMANDS),
  },
  {
    file: new URL('../checks.md', import.meta.url),
    mark: 'checks',
    table: () => checksTables(CHECKS.map((check) => check.about)),
  },
  {
    file: new URL('../configuration.md', import.meta.url),
    mark: 'keys',
    table: () => configReference().trim(),
  },
] as const;

export type Document = { readonly file: URL; readonly before: string; readonly after: string };

/** The documents as they are, and as they should be by the lists in the code. Rejects when a document has no marks. */
export async function documents(): Promise<readonly Document[]> {
  const tables = await Promise.all(
    places.map(async ({ file, mark, table }) => {
      const before = await readFile(file, 'utf8');
      const [from, to] = [`<!-- ${mark}: written by npm run docs -->`, `<!-- end of ${mark} -->`];
      const [head, rest] = before.split(from);
      const [, tail] = rest?.split(to) ?? [];
      if (head === undefined || tail === undefined)
        throw new Error(`${file.pathname} lacks '${from}' … '${to}'`);
      const text = `${head}${from}\n\n${table()}\n\n${to}${tail}`;
      const options = await resolveConfig(file);
      return { file, before, after: await format(text, { ...options, parser: 'markdown' }) };
    }),
  );
  return [
    ...tables,
    await schemaFile(new URL('../note.schema.json', import.meta.url), noteSchema()),
    await schemaFile(new URL('../fishbone.schema.json', import.meta.url), configJsonSchema()),
  ];
}

/** What other programs may rely on in an exported note. */
const noteSchema = (): object => ({
  title: 'An incident note of Fishbone',
  ...(noteJsonSchema() as object),
});

async function schemaFile(file: URL, schema: object): Promise<Document> {
  const before = await readFile(file, 'utf8').catch(() => '');
  const options = await resolveConfig(file);
  return { file, before, after: await format(JSON.stringify(schema), { ...options, parser: 'json' }) };
}
