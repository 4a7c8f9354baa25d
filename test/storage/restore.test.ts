import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { restoreBackup } from '../../storage/restore.ts';
import { connect } from '../../storage/connection.ts';
import { migrationsFolder, schemaNumber } from '../../storage/migrate.ts';
import { openStorage } from '../../storage/open.ts';
import { later, noonClock, said } from './events.ts';
import { declareFor, failureOf, openForTest, temporaryFile } from './given.ts';
import { readdirSync, readFileSync } from 'node:fs';

test('a backup taken while somebody writes is whole, and restored it is the database as it was then', async () => {
  const path = temporaryFile();
  const storage = await openForTest(path);
  const incident = await declareFor(storage, 'ranker/nulls');
  const writing = { goesOn: true };
  const writer = (async () => {
    for (let expected = 1; writing.goesOn; expected += 2) {
      const events = [said(`${expected}`), said('and so')];
      await storage.incidents.append({ incident, expected, events, announcements: [{ kind: 'root' }] });
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  await storage.backup(`${path}.backup`);
  writing.goesOn = false;
  await writer;
  const now = (await storage.incidents.read(incident)).length;
  storage.close();

  const restored = await restoreBackup(`${path}.backup`, path, { clock: noonClock });

  expect(restored.report.ok).toBe(true);
  const again = await openStorage(path, { clock: noonClock, exclusive: true });
  const events = await again.incidents.read(incident);
  expect(events.length % 2).toBe(1);
  expect(events.length).toBeLessThanOrEqual(now);
  const kept = await openForTest(restored.setAside ?? '');
  expect(await kept.incidents.read(incident)).toHaveLength(now);
  again.close();
});

test('what waited to be said when the backup was made is looked for in Slack before it is said', async () => {
  const path = temporaryFile();
  const storage = await openForTest(path);
  await declareFor(storage, 'ranker/nulls');
  await storage.incidents.append({
    incident: 'INC-1',
    expected: 1,
    events: [said('one')],
    announcements: [{ kind: 'root' }],
  });
  await storage.backup(`${path}.backup`);
  storage.close();
  await restoreBackup(`${path}.backup`, path, { clock: noonClock });
  const restored = await openForTest(path);
  const [item] = await restored.outbox.claim({ limit: 1, now: later(60), leaseSeconds: 60 });
  expect(item).toMatchObject({ incident: 'INC-1', unclear: true });
});

test('nothing is restored under a running bot, or from what is no backup', async () => {
  const path = temporaryFile();
  const bot = await openForTest(path, true);
  await declareFor(bot, 'ranker/nulls');
  await bot.backup(`${path}.backup`);
  expect((await failureOf(() => restoreBackup(`${path}.backup`, path, { clock: noonClock }))).code).toBe(
    'bot-running',
  );
  bot.close();
  writeFileSync(`${path}.nonsense`, 'x'.repeat(5000));
  const refused = await failureOf(() => restoreBackup(`${path}.nonsense`, path, { clock: noonClock }));
  expect(refused.code).toBe('foreign-database');
  const untouched = await openForTest(path);
  expect(await untouched.incidents.read('INC-1')).toHaveLength(1);
});

const migrations = readdirSync(migrationsFolder)
  .filter((name) => name.endsWith('.sql'))
  .sort();

test.each(migrations.map((name, index) => [name, index + 1] as const))(
  'a database that ends at %s opens, with what was in it',
  async (_, number) => {
    const path = temporaryFile();
    await layDatabaseOf(path, number);
    const storage = await openForTest(path, true);
    expect((await storage.incidents.read('INC-1')).map(({ fact }) => fact.type)).toEqual([
      'declared',
      'resolved',
    ]);
    expect((await storage.check()).problems).toEqual([]);
    expect(await declareFor(storage, 'ranker/auc')).toBe('INC-2');
    storage.close();
    const connection = await connect(path, { clock: noonClock, log: null });
    expect(schemaNumber(connection)).toBe(migrations.length);
    connection.database.close();
  },
);

/** As an older Fishbone left it: its migrations, one closed incident, and what the tables of the time held about it. */
async function layDatabaseOf(path: string, number: number): Promise<void> {
  const { createHash } = await import('node:crypto');
  const { database } = await connect(path, { clock: noonClock, log: null });
  database.exec(
    `CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT`,
  );
  const apply = (index: number): void => {
    const name = migrations[index] ?? '';
    const sql = readFileSync(new URL(name, migrationsFolder), 'utf8');
    database.exec(sql);
    database
      .prepare('INSERT INTO migrations VALUES (?, ?, ?, ?)')
      .run(index + 1, name, createHash('sha256').update(sql).digest('hex'), noonClock.now().toISOString());
  };
  apply(0);
  const data = {
    key: 'ranker/nulls',
    model: 'ranker',
    title: 'null rate is up',
    alert: null,
    severity: 'sev2',
    reason: 'so',
  };
  const at = noonClock.now().toISOString();
  const insert = database.prepare(`INSERT INTO events VALUES ('INC-1', ?, 1, ?, ?, ?, '{"kind":"bot"}', ?)`);
  insert.run(1, 'declared', at, at, JSON.stringify(data));
  insert.run(2, 'resolved', at, at, JSON.stringify({ cause: null, category: null, reason: 'over' }));
  database
    .prepare(
      `INSERT INTO incidents (id, key, model, title, status, declared_at, resolved_at)
       VALUES ('INC-1', 'ranker/nulls', 'ranker', 'null rate is up', 'resolved', ?, ?)`,
    )
    .run(at, at);
  database.exec(`INSERT INTO threads (incident, channel, thread_ts) VALUES ('INC-1', 'C1', '1.1')`);
  for (let index = 1; index < number; index += 1) apply(index);
  database.close();
}
