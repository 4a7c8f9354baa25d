import { glob, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { bind, type Fragment, joined, sql } from '../sql/fragment.ts';
import { didYouMean } from '../config/nearest.ts';
import { SqlError } from '../sql/sql-error.ts';

type Format = 'parquet' | 'csv' | 'json';

/** Files that together are one table. */
export type FileTable = { readonly format: Format; readonly paths: readonly string[] };

/** What a configured path holds: a database file, or tables made of files under one directory. */
export type Discovered =
  | { readonly kind: 'database'; readonly path: string }
  | { readonly kind: 'files'; readonly directory: string; readonly tables: ReadonlyMap<string, FileTable> };

/**
 * A folder: a file a table, a folder a table (partitioned as deep as it is). A glob: files of the same name, in whatever
 * folder, are one table. A single file: that table, or a DuckDB database.
 */
export async function discover(path: string): Promise<Discovered> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() === true)
    return { kind: 'files', directory: path, tables: await tablesOfFolder(path) };
  if (found !== null && isDatabase(path)) return { kind: 'database', path };
  if (found !== null) return { kind: 'files', directory: dirname(path), tables: byStem([path]) };
  if (/[*?[{]/.test(path)) {
    const paths: string[] = [];
    for await (const match of glob(path)) paths.push(match);
    return { kind: 'files', directory: fixedPart(path), tables: byStem(paths.sort()) };
  }
  const beside = await readdir(dirname(path)).catch(() => []);
  throw new SqlError(
    'missing',
    // Not the whole path: this is also said in Slack.
    `there is nothing at ${basename(path)}${beside.length === 0 ? '' : didYouMean(basename(path), beside)}`,
    'correct the path of the source in fishbone.yml',
  );
}

/** Reads the files as one table; columns are matched by name, partition folders (`day=2026-03-01`) become columns. */
export function readFiles(table: FileTable): Fragment {
  const paths = sql`[${joined(
    table.paths.map((path) => bind(path)),
    ', ',
  )}]`;
  switch (table.format) {
    case 'parquet':
      return sql`read_parquet(${paths}, union_by_name = true)`;
    case 'csv':
      return sql`read_csv(${paths}, union_by_name = true)`;
    case 'json':
      return sql`read_json(${paths}, union_by_name = true)`;
  }
}

async function tablesOfFolder(folder: string): Promise<ReadonlyMap<string, FileTable>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const tables = new Map<string, FileTable>();
  for (const entry of entries.filter((entry) => entry.isDirectory())) {
    const within = join(folder, entry.name);
    const inner = await readdir(within, { recursive: true });
    const paths = inner.map((name) => join(within, name)).sort();
    const format = paths.map(formatOf).find((format) => format !== null);
    if (format !== undefined && format !== null)
      tables.set(entry.name, { format, paths: paths.filter((path) => formatOf(path) === format) });
  }
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(folder, entry.name));
  for (const [name, table] of byStem(files.sort())) tables.set(name, table);
  return tables;
}

function byStem(paths: readonly string[]): Map<string, FileTable> {
  const tables = new Map<string, FileTable>();
  for (const path of paths) {
    const format = formatOf(path);
    if (format === null) continue;
    const name = basename(path).replace(extension, '');
    const known = tables.get(name);
    if (known === undefined) tables.set(name, { format, paths: [path] });
    else if (known.format === format) tables.set(name, { format, paths: [...known.paths, path] });
  }
  return tables;
}

const extension = /\.(parquet|csv|tsv|json|jsonl|ndjson)(\.gz|\.zst)?$/i;

function formatOf(path: string): Format | null {
  const match = extension.exec(path);
  if (match === null || basename(path).startsWith('.') || basename(path).startsWith('_')) return null;
  const word = match[1]?.toLowerCase();
  if (word === 'parquet') return 'parquet';
  return word === 'csv' || word === 'tsv' ? 'csv' : 'json';
}

function isDatabase(path: string): boolean {
  return /\.(duckdb|ddb|db)$/i.test(path);
}

/** The folder above the first wildcard. */
function fixedPart(pattern: string): string {
  const parts = pattern.split('/');
  const wild = parts.findIndex((part) => /[*?[{]/.test(part));
  return parts.slice(0, wild).join('/') || (pattern.startsWith('/') ? '/' : '.');
}
