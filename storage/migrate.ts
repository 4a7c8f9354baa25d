import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { read, write } from './connection.ts';
import type { Connection } from './connection.ts';
import { StorageError } from './storage-error.ts';

type Migration = {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly sql: string;
};

const Applied = z.object({ number: z.int(), name: z.string(), checksum: z.string() }).readonly();
type Applied = z.infer<typeof Applied>;

export const migrationsFolder = new URL('./migrations/', import.meta.url);

/** The number of the newest migration applied; 0 for an empty file. Throws `foreign-database` for somebody else's file. */
export function schemaNumber(connection: Connection): number {
  return read(connection, () => appliedMigrations(connection)).at(-1)?.number ?? 0;
}

/** True when `migrate` has work to do. Throws when the database does not fit this code at all. */
export function migrationPending(connection: Connection, folder: URL = migrationsFolder): boolean {
  return read(connection, () => pendingMigrations(connection, folder)).length > 0;
}

/** Applies what is missing, all in one transaction, and remembers each file with its checksum. */
export function migrate(connection: Connection, folder: URL = migrationsFolder): void {
  const { database, clock } = connection;
  write(connection, () => {
    database.exec(
      `CREATE TABLE IF NOT EXISTS migrations (
         number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL
       ) STRICT`,
    );
    const remember = database.prepare(
      'INSERT INTO migrations (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)',
    );
    for (const { number, name, checksum, sql } of pendingMigrations(connection, folder)) {
      database.exec(sql);
      remember.run(number, name, checksum, clock.now().toISOString());
    }
  });
}

function pendingMigrations(connection: Connection, folder: URL): readonly Migration[] {
  const known = readMigrations(folder);
  const applied = appliedMigrations(connection);
  for (const { number, name, checksum } of applied) {
    const file = known[number - 1];
    if (file === undefined)
      throw new StorageError({
        code: 'newer-database',
        message: `The database ${connection.path} was written by a newer Fishbone: it has migration ${name}, this one ends at ${known.length}.`,
        hint: 'Start the newer version again, or go back to a backup from before the upgrade.',
      });
    if (file.name !== name || file.checksum !== checksum)
      throw new StorageError({
        code: 'changed-migration',
        message: `Migration ${name} in the database ${connection.path} is not the file ${file.name} of this code.`,
        hint: 'Restore the migration as it was released; a change of the schema is a new, higher-numbered file.',
      });
  }
  return known.slice(applied.length);
}

function readMigrations(folder: URL): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((name, index) => {
    const number = Number.parseInt(name, 10);
    if (number !== index + 1)
      throw new StorageError({
        code: 'missing-migration',
        message: `The migration files are not numbered one after the other: ${name} stands at place ${index + 1}.`,
        hint: 'Reinstall Fishbone; a file of storage/migrations is missing.',
      });
    // Git may check the file out with other line ends; that is not a change.
    const sql = readFileSync(new URL(name, folder), 'utf8').replaceAll('\r\n', '\n');
    return { number, name, checksum: createHash('sha256').update(sql).digest('hex'), sql };
  });
}

function appliedMigrations({ database, path }: Connection): readonly Applied[] {
  const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all();
  if (tables.length === 0) return [];
  if (!tables.includes('migrations'))
    throw new StorageError({
      code: 'foreign-database',
      message: `The file ${path} is a SQLite database of another program.`,
      hint: 'Point the storage path at a Fishbone database, or at a path where none exists yet.',
    });
  return z
    .array(Applied)
    .parse(database.prepare('SELECT number, name, checksum FROM migrations ORDER BY number').all());
}
