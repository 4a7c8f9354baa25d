import { z } from 'zod';
import { expect, test } from 'vitest';
import { openStorage } from '../../storage/open.ts';
import { connect } from '../../storage/connection.ts';
import { checkFinished, later, noon, noonClock, resolved, said } from './events.ts';
import { declareFor, failureOf, openForTest, temporaryFile } from './given.ts';

const DAY = 86_400;

test('a forgotten incident leaves nothing but its number, and the database stays whole', async () => {
  const path = temporaryFile();
  const storage = await openForTest(path);
  const other = await declareFor(storage, 'ranker/auc');
  const incident = await declareFor(storage, 'ranker/nulls');
  await storage.incidents.append({
    incident,
    expected: 1,
    events: [checkFinished('E1', 'shifted', 'null rate 0.02 → 0.31'), said('restarted it')],
    announcements: [{ kind: 'root' }, { kind: 'reply', event: 1 }],
    step: 'inbox 4 #1',
  });

  await storage.forgetting.forget(incident, 'a person asked');

  expect(await storage.incidents.read(incident)).toEqual([]);
  expect(await storage.incidents.summary(incident)).toBeNull();
  expect(await rowsAbout(path, incident)).toEqual({ forgotten: 1 });
  expect(await storage.incidents.read(other)).toHaveLength(1);
  expect(await storage.check()).toMatchObject({ ok: true, incidents: 1 });
  expect(await declareFor(storage, 'ranker/nulls')).toBe('INC-3');
});

test('an incident that was never there cannot be forgotten', async () => {
  const storage = await openForTest(temporaryFile());
  expect((await failureOf(() => storage.forgetting.forget('INC-9', 'why not'))).code).toBe(
    'unknown-incident',
  );
});

test('what is over is deleted after its time, and what is open is kept for ever', async () => {
  const path = temporaryFile();
  const before = await openForTest(path);
  const open = await declareFor(before, 'ranker/auc');
  const closed = await declareFor(before, 'ranker/nulls');
  await before.incidents.append({ incident: closed, expected: 1, events: [resolved], announcements: [] });
  const delivery = { source: 'generic', kind: 'alert', body: {}, receivedAt: noon } as const;
  const handled = await before.inbox.accept({ ...delivery, key: 'handled' });
  await before.inbox.done(handled.id, 'opened INC-1');
  await before.inbox.accept({ ...delivery, key: 'waiting' });
  before.close();
  const clock = { now: () => later(400 * DAY) };
  const storage = await openStorage(path, { clock, exclusive: false });

  const keep = { inboxSeconds: 30 * DAY, messageSeconds: null, incidentSeconds: 401 * DAY };
  expect(await storage.forgetting.sweep(keep)).toEqual({ deliveries: 1, messages: 0, incidents: [] });
  const forEver = { inboxSeconds: null, messageSeconds: null, incidentSeconds: null };
  expect(await storage.forgetting.sweep(forEver)).toEqual({ deliveries: 0, messages: 0, incidents: [] });
  const less = { inboxSeconds: null, messageSeconds: null, incidentSeconds: 399 * DAY };
  expect(await storage.forgetting.sweep(less)).toEqual({ deliveries: 0, messages: 0, incidents: [closed] });

  expect((await storage.incidents.list({})).map(({ id }) => id)).toEqual([open]);
  expect(await storage.inbox.depth()).toEqual({ waiting: 1, failed: 0 });
  storage.close();
});

test('where a closed incident was said is forgotten in its own time; its events, and what still waits, stay', async () => {
  const path = temporaryFile();
  const before = await openForTest(path);
  const ids = [await declareFor(before, 'ranker/auc'), await declareFor(before, 'ranker/nulls')];
  const [open = '', closed = ''] = ids;
  for (const incident of ids)
    await before.incidents.append({
      incident,
      expected: 1,
      events: [said('one')],
      announcements: [{ kind: 'root' }],
    });
  for (const item of await before.outbox.claim({ limit: 9, now: noon, leaseSeconds: 9 }))
    await before.outbox.sent(item.id, { channel: 'C1', ts: `${item.id}.0` }, noon);
  for (const [incident, last] of [
    [open, said('two')],
    [closed, resolved],
  ] as const)
    await before.incidents.append({
      incident,
      expected: 2,
      events: [last],
      announcements: [{ kind: 'reply', event: 0 }],
    });
  before.close();
  const storage = await openStorage(path, { clock: { now: () => later(100 * DAY) }, exclusive: false });

  const keep = { inboxSeconds: null, messageSeconds: 90 * DAY, incidentSeconds: null };
  expect(await storage.forgetting.sweep(keep)).toEqual({ deliveries: 0, messages: 1, incidents: [] });
  expect(await storage.forgetting.sweep(keep)).toEqual({ deliveries: 0, messages: 0, incidents: [] });
  expect(await storage.incidents.read(closed)).toHaveLength(3);
  expect(await storage.outbox.depth()).toEqual({ waiting: 2, dropped: 0 });
  expect((await rowsAbout(path, open))['outbox']).toBe(2);
  storage.close();
});

test('no event can be removed by itself', async () => {
  const path = temporaryFile();
  const storage = await openForTest(path);
  const incident = await declareFor(storage, 'ranker/nulls');
  await storage.incidents.append({ incident, expected: 1, events: [said('one')], announcements: [] });
  const { database } = await connect(path, { clock: noonClock, log: null });
  expect(() => database.exec('DELETE FROM events WHERE seq = 2')).toThrow('never removed');
  database.close();
});

test('an incident that another process forgets is gone for a bot that had read it', async () => {
  const path = temporaryFile();
  const bot = await openForTest(path, true);
  const incident = await declareFor(bot, 'ranker/nulls');
  expect(await bot.incidents.read(incident)).toHaveLength(1);
  const command = await openForTest(path);
  await command.forgetting.forget(incident, 'a person asked');
  expect(await bot.incidents.read(incident)).toEqual([]);
  const late = () =>
    bot.incidents.append({ incident, expected: 1, events: [said('late')], announcements: [] });
  expect((await failureOf(late)).code).toBe('unknown-incident');
});

/** How many rows of which tables still name the incident: every table is looked at, also those of tomorrow. */
async function rowsAbout(path: string, incident: string): Promise<Readonly<Record<string, number>>> {
  const { database } = await connect(path, { clock: noonClock, log: null });
  const names = z.array(z.string());
  const tables = names.parse(
    database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
      .pluck()
      .all(),
  );
  expect(tables.length).toBeGreaterThan(8);
  const found = tables.flatMap((table) => {
    const columns = names.parse(database.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table));
    const any = columns.map((column) => `CAST("${column}" AS TEXT) = @incident`).join(' OR ');
    const count = z
      .int()
      .parse(database.prepare(`SELECT count(*) FROM "${table}" WHERE ${any}`).pluck().get({ incident }));
    return count === 0 ? [] : [[table, count] as const];
  });
  database.close();
  return Object.fromEntries(found);
}
