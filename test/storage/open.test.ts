import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { requireNode } from '../../storage/node-version.ts';
import { openStorage } from '../../storage/open.ts';
import { noonClock } from './events.ts';
import { connectForTest, declareFor, failureOf, openForTest, temporaryFile } from './given.ts';

const asBot = { clock: noonClock, exclusive: true };

test('an old Node is named before the driver can crash on it', async () => {
  const { code, message } = await failureOf(() => requireNode('20.20.2'));

  expect(code).toBe('node-too-old');
  expect(message).toContain('20.20.2');
  expect(() => requireNode('24.0.0')).not.toThrow();
  expect(() => requireNode()).not.toThrow();
});

test('what was declared is there after a restart', async () => {
  const path = join(dirname(temporaryFile()), 'new', 'folder', 'fishbone.db');
  const before = await openStorage(path, asBot);
  await declareFor(before, 'ranker/nulls');
  await before.meta.set('workspace', { team: 'T1' });
  before.close();

  const after = await openForTest(path, true);

  expect((await after.incidents.openByKey('ranker/nulls'))?.id).toBe('INC-1');
  expect(await after.meta.get('workspace')).toEqual({ team: 'T1' });
  expect(await after.meta.get('nothing')).toBeNull();
});

test('a bot that stops makes room for the next one in the same process too', async () => {
  const path = temporaryFile();
  const first = await openStorage(path, asBot);
  await expect(openStorage(path, asBot)).rejects.toMatchObject({ code: 'bot-running' });
  first.close();

  await openForTest(path, true);
});

test('every commit reaches the disk before it is answered', async () => {
  const { database } = await connectForTest(temporaryFile());

  expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
  // 2 is FULL: the write-ahead log is flushed at each commit, not only at checkpoints.
  expect(database.pragma('synchronous', { simple: true })).toBe(2);
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
});

test('a file that is not ours is left alone', async () => {
  const foreign = temporaryFile();
  const other = new Database(foreign);
  other.exec('CREATE TABLE invoices (id INTEGER)');
  other.close();
  const text = temporaryFile();
  writeFileSync(text, 'this is a text file that somebody needs, long enough to look at\n'.repeat(40));
  const folder = temporaryFile();
  mkdirSync(folder);

  await expect(openStorage(foreign, asBot)).rejects.toMatchObject({ code: 'foreign-database' });
  await expect(openStorage(text, asBot)).rejects.toMatchObject({ code: 'foreign-database' });
  await expect(openStorage(folder, asBot)).rejects.toMatchObject({ code: 'cannot-open' });
});

test('using the storage after it was closed says so', async () => {
  const storage = await openStorage(':memory:', asBot);
  storage.close();

  await expect(storage.incidents.list({})).rejects.toMatchObject({ code: 'closed' });
});

test('a backup taken while the bot runs is a whole database', async () => {
  const path = temporaryFile();
  const storage = await openForTest(path, true);
  await declareFor(storage, 'ranker/nulls');
  const to = temporaryFile('backup.db');

  const { path: written, pages } = await storage.backup(to);
  await declareFor(storage, 'fraud/latency');

  const copy = await openForTest(written, true);
  expect(pages).toBeGreaterThan(1);
  expect((await copy.incidents.list({})).map(({ id }) => id)).toEqual(['INC-1']);
  expect(await copy.check()).toMatchObject({ ok: true });
  await expect(storage.backup(to)).rejects.toMatchObject({ code: 'backup-exists' });
  await expect(storage.backup(join(to, 'below', 'a-file.db'))).rejects.toMatchObject({ code: 'cannot-open' });
});
