import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished, expect, test } from 'vitest';
import { connect } from '../../storage/connection.ts';
import { migrate, migrationPending, migrationsFolder, schemaNumber } from '../../storage/migrate.ts';
import { openStorage } from '../../storage/open.ts';
import { noonClock } from './events.ts';
import { failureOf, openForTest, temporaryFile } from './given.ts';

async function emptyDatabase(path = temporaryFile()) {
  const connection = await connect(path, { clock: noonClock, log: null });
  onTestFinished(() => void connection.database.close());
  return connection;
}

/** A copy of the released migrations, to which a test may add, or which it may spoil. */
function copyOfMigrations() {
  const folder = join(dirname(temporaryFile()), 'migrations');
  mkdirSync(folder);
  const names = readdirSync(migrationsFolder);
  for (const name of names) copyFileSync(new URL(name, migrationsFolder), join(folder, name));
  const write = (name: string, sql: string): void => writeFileSync(join(folder, name), sql);
  return { folder: pathToFileURL(`${folder}/`), count: names.length, write };
}

test('a new database gets every migration, once', async () => {
  const connection = await emptyDatabase();
  expect([schemaNumber(connection), migrationPending(connection)]).toEqual([0, true]);

  migrate(connection);
  migrate(connection);

  expect(schemaNumber(connection)).toBe(readdirSync(migrationsFolder).length);
  expect(schemaNumber(connection)).toBeGreaterThanOrEqual(3);
  expect(migrationPending(connection)).toBe(false);
});

test('a later migration is added to a database in use', async () => {
  const connection = await emptyDatabase();
  migrate(connection);
  const { folder, count, write } = copyOfMigrations();
  write(`${numbered(count + 1)}-labels.sql`, 'CREATE TABLE labels (name TEXT) STRICT;');

  migrate(connection, folder);

  expect(schemaNumber(connection)).toBe(count + 1);
});

test('a migration that fails half-way leaves the database as it was', async () => {
  const connection = await emptyDatabase();
  migrate(connection);
  const { folder, count, write } = copyOfMigrations();
  write(`${numbered(count + 1)}-labels.sql`, 'CREATE TABLE labels (name TEXT) STRICT;');
  write(
    `${numbered(count + 2)}-oops.sql`,
    'CREATE TABLE more (name TEXT) STRICT; CREATE TABLE events (name TEXT);',
  );

  expect((await failureOf(() => migrate(connection, folder))).code).toBe('refused-by-database');

  expect(schemaNumber(connection)).toBe(count);
  const tables = connection.database.prepare('SELECT name FROM sqlite_schema').pluck().all();
  expect(tables).not.toContain('labels');
});

test('a database of a newer version is refused by name', async () => {
  const path = temporaryFile();
  const connection = await emptyDatabase(path);
  const { folder, count, write } = copyOfMigrations();
  write(`${numbered(count + 1)}-labels.sql`, 'CREATE TABLE labels (name TEXT) STRICT;');
  migrate(connection, folder);

  const { code, message } = await failureOf(() => openStorage(path, { clock: noonClock, exclusive: true }));

  expect(code).toBe('newer-database');
  expect(message).toContain('labels');
});

test('a migration that was edited after its release is noticed', async () => {
  const connection = await emptyDatabase();
  migrate(connection);
  const { folder, write } = copyOfMigrations();
  write('0002-inbox.sql', 'CREATE TABLE inbox (id INTEGER PRIMARY KEY);');

  const { code, message } = await failureOf(() => migrationPending(connection, folder));

  expect(code).toBe('changed-migration');
  expect(message).toContain('0002-inbox.sql');
});

test('a missing migration file is noticed', async () => {
  const connection = await emptyDatabase();
  const { folder, count, write } = copyOfMigrations();
  write(`${numbered(count + 2)}-later.sql`, 'CREATE TABLE labels (name TEXT) STRICT;');

  expect((await failureOf(() => migrate(connection, folder))).code).toBe('missing-migration');
});

test('a newer command does not migrate the database under a running older bot', async () => {
  const path = temporaryFile();
  await openForTest(path, true);
  const command = await emptyDatabase(path);
  // What an older bot's database looks like to this code: the last migration is not there.
  command.database.exec('DROP TABLE outbox; DELETE FROM migrations WHERE number = 3');

  await expect(openStorage(path, { clock: noonClock, exclusive: false })).rejects.toMatchObject({
    code: 'migration-pending',
  });
});

function numbered(number: number): string {
  return String(number).padStart(4, '0');
}
