import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openStorage } from '../../storage/open.ts';
import { noonClock, said } from './events.ts';
import { declareFor, failureOf, openForTest, temporaryFile } from './given.ts';
import { startProcess } from './processes/start.ts';

test('two processes that declare the same keys at once open each of them once', async () => {
  const path = temporaryFile();
  const [one, other] = [startProcess('declare', path, '100'), startProcess('declare', path, '100')];
  expect([await one.answer(), await other.answer()]).toEqual(['ready', 'ready']);
  one.go();
  other.go();
  const won = z.array(z.string());
  const [mine, theirs] = [won.parse(await one.answer()), won.parse(await other.answer())];

  const storage = await openForTest(path);
  const listed = await storage.incidents.list({});
  expect(mine.length + theirs.length).toBe(100);
  expect(new Set([...mine, ...theirs])).toEqual(new Set(listed.map(({ id }) => id)));
  expect(new Set(listed.map(({ key }) => key)).size).toBe(100);
  expect(await storage.check()).toMatchObject({ ok: true, problems: [], incidents: 100, events: 100 });
});

test('a reader sees whole commits only while two processes write', async () => {
  const path = temporaryFile();
  const storage = await openForTest(path);
  await declareFor(storage, 'ranker/nulls');
  const writers = [startProcess('append', path, '250'), startProcess('append', path, '250')];
  for (const writer of writers) expect(await writer.answer()).toBe('ready');
  for (const writer of writers) writer.go();
  const state = { writing: true };
  const ended = Promise.all(writers.map((writer) => writer.answer())).finally(() => (state.writing = false));

  let [looks, newest] = [0, 1];
  while (state.writing) {
    const events = await storage.incidents.read('INC-1');
    expect(events.length).toBeGreaterThanOrEqual(newest);
    // Each append holds two events: never one of them alone.
    expect(events.length % 2).toBe(1);
    expect(events.at(-1)?.seq).toBe(events.length);
    newest = events.length;
    looks += 1;
    await setImmediate();
  }
  const wrote = { conflicts: expect.any(Number) as unknown };
  expect(await ended).toEqual([wrote, wrote]);

  expect(looks).toBeGreaterThan(5);
  expect(await storage.incidents.read('INC-1')).toHaveLength(1_001);
  expect(await storage.check()).toMatchObject({ ok: true });
});

test('a second bot is refused and told who holds the database', async () => {
  const path = temporaryFile();
  const bot = startProcess('hold', path);
  expect(await bot.answer()).toBe('ready');

  const { code, message } = await failureOf(() => openStorage(path, { clock: noonClock, exclusive: true }));

  expect(code).toBe('bot-running');
  expect(message).toMatch(new RegExp(`process ${bot.pid} on .+, since 20\\d\\d-`));
});

test('a bot that was killed does not keep the next one out', async () => {
  const path = temporaryFile();
  const bot = startProcess('hold', path);
  await bot.answer();
  await bot.kill();

  const next = await openForTest(path, true);

  expect(await declareFor(next, 'ranker/nulls')).toBe('INC-1');
});

test('a writer that is killed leaves whole commits behind', async () => {
  const path = temporaryFile();
  const storage = await openForTest(path);
  await declareFor(storage, 'ranker/nulls');
  const writer = startProcess('append', path, '1000000');
  await writer.answer();
  writer.go();
  while ((await storage.incidents.read('INC-1')).length < 40) await setImmediate();
  await writer.kill();

  expect((await storage.incidents.read('INC-1')).length % 2).toBe(1);
  expect(await storage.check()).toMatchObject({ ok: true, problems: [] });
  expect(await storage.outbox.depth()).toEqual({ waiting: 1, dropped: 0 });
});

test('a command reads and writes while the bot runs', async () => {
  const path = temporaryFile();
  const bot = await openForTest(path, true);
  const incident = await declareFor(bot, 'ranker/nulls');
  const command = await openForTest(path);

  const events = [said('restarted the feature store')];
  await command.incidents.append({ incident, expected: 1, events, announcements: [] });

  expect(await bot.incidents.read(incident)).toHaveLength(2);
});
