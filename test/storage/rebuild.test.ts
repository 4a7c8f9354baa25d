import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Log } from '../../src/response/ports.ts';
import type { NewEvent } from '../../src/incident/facts/events.ts';
import type { Connection } from '../../storage/connection.ts';
import { createIncidentStore } from '../../storage/incident-store.ts';
import { checkIntegrity } from '../../storage/integrity.ts';
import { rebuildProjections } from '../../storage/rebuild.ts';
import { checkFinished, declared, noon, reopened, resolved, said } from './events.ts';
import { connectForTest, declareFor, failureOf } from './given.ts';

const projections = ({ database }: Connection): unknown => ({
  incidents: database.prepare('SELECT * FROM incidents ORDER BY id').all(),
  evidence: database.prepare('SELECT * FROM evidence ORDER BY incident, seq').all(),
});

const insertUnreadable = ({ database }: Connection, incident: string, seq: number): void => {
  const time = noon.toISOString();
  database
    .prepare(`INSERT INTO events VALUES (?, ?, 1, 'resolved', ?, ?, '{"kind":"bot"}', '{"cause":7}')`)
    .run(incident, seq, time, time);
};

test('projections rebuilt from the log equal those that grew with it', async () => {
  const something: fc.Arbitrary<NewEvent> = fc.oneof(
    fc.constantFrom(resolved, reopened, said('looked at the logs')),
    fc
      .tuple(fc.string({ minLength: 1 }), fc.constantFrom('shifted', 'steady', 'inconclusive'), fc.string())
      .map(([id, answer, line]) => checkFinished(id, answer, line)),
  );
  const move = fc.record({
    key: fc.constantFrom('a', 'b'),
    incident: fc.integer({ min: 1, max: 4 }),
    events: fc.array(something, { maxLength: 3 }),
  });

  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 25 }), async (moves) => {
      const connection = await connectForTest(':memory:');
      const incidents = createIncidentStore(connection);
      for (const { key, incident: number, events } of moves) {
        await incidents.declare({
          key,
          channel: null,
          events: [declared(key), ...events],
          announcements: [],
        });
        const incident = `INC-${number}`;
        const expected = (await incidents.read(incident)).length;
        if (expected > 0) await incidents.append({ incident, expected, events, announcements: [] });
      }
      const grown = projections(connection);
      expect(checkIntegrity(connection).problems).toEqual([]);
      connection.database.exec(
        `DELETE FROM evidence; UPDATE incidents SET title = 'wrong', status = 'resolved'`,
      );
      expect(projections(connection)).not.toEqual(grown);

      rebuildProjections(connection);

      expect(projections(connection)).toEqual(grown);
    }),
    { numRuns: 60 },
  );
});

test('a look at the integrity finds a list that does not say what the events say, and mends it', async () => {
  const connection = await connectForTest(':memory:');
  const incidents = createIncidentStore(connection);
  const incident = await declareFor({ incidents }, 'ranker/nulls');
  connection.database.exec(`UPDATE incidents SET title = 'something else'`);
  connection.database.exec(
    `INSERT INTO incidents (id, key, model, title, status, declared_at)
     VALUES ('INC-99', 'k', 'm', 't', 'open', '2026-01-01T00:00:00.000Z')`,
  );

  const { ok, problems } = checkIntegrity(connection);
  expect(ok).toBe(false);
  expect(problems.map(({ where }) => where)).toEqual([incident, 'INC-99']);

  expect(rebuildProjections(connection)).toEqual({ incidents: 1, unreadable: [] });
  expect(checkIntegrity(connection).ok).toBe(true);
});

test('an incident whose log cannot be read is named and left as it is, the others are rebuilt', async () => {
  const connection = await connectForTest(':memory:');
  const incidents = createIncidentStore(connection);
  for (const key of ['a', 'b']) await declareFor({ incidents }, key);
  insertUnreadable(connection, 'INC-1', 2);
  connection.database.exec(`UPDATE incidents SET title = 'wrong'`);

  const { incidents: rebuilt, unreadable } = rebuildProjections(connection);

  expect(rebuilt).toBe(1);
  expect(unreadable).toHaveLength(1);
  expect(unreadable[0]?.message).toContain('Event 2 of INC-1');
  const titles = (await incidents.list({})).map(({ id, title }) => `${id} ${title}`);
  expect(titles).toEqual(['INC-2 ranker: null rate of device_type is up', 'INC-1 wrong']);
  expect(checkIntegrity(connection).problems).toMatchObject([{ where: 'INC-1' }]);
});

test('an event that cannot be read is named, and no other incident suffers', async () => {
  const connection = await connectForTest(':memory:');
  const incidents = createIncidentStore(connection);
  for (const key of ['a', 'b']) await declareFor({ incidents }, key);
  insertUnreadable(connection, 'INC-1', 2);

  const { code, message } = await failureOf(() => incidents.read('INC-1'));

  expect(code).toBe('unreadable-event');
  expect(message).toMatch(/Event 2 of INC-1 .*cause/);
  expect(await incidents.read('INC-2')).toHaveLength(1);
  expect((await incidents.list({})).map(({ id }) => id)).toEqual(['INC-2', 'INC-1']);
});

test('a summary that cannot be read is reported, and does not hide the others from the list', async () => {
  const messages: string[] = [];
  const silent = (): void => undefined;
  const log: Log = {
    debug: silent,
    info: silent,
    warn: silent,
    error: (message) => void messages.push(message),
  };
  const connection = { ...(await connectForTest(':memory:')), log };
  const incidents = createIncidentStore(connection);
  for (const key of ['a', 'b', 'c']) await declareFor({ incidents }, key);
  connection.database.exec(`UPDATE incidents SET declared_at = 'yesterday' WHERE id = 'INC-2'`);

  const listed = await incidents.list({});

  expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(['INC-3', 'INC-1']));
  expect(messages.length).toBe(1);
  expect(messages[0]).toContain('The summary of INC-2');
  await expect(incidents.summary('INC-2')).rejects.toMatchObject({ code: 'unreadable-row' });
});

test('nobody can change or remove what happened, nor take the place of an event', async () => {
  const connection = await connectForTest(':memory:');
  await declareFor({ incidents: createIncidentStore(connection) }, 'ranker/nulls');
  const { database } = connection;
  const columns = '1, type, at, recorded_at, actor, data FROM events';

  expect(() => database.exec(`UPDATE events SET at = 'never'`)).toThrow('never changed');
  expect(() => database.exec('DELETE FROM events')).toThrow('never removed');
  expect(() => database.exec(`INSERT OR REPLACE INTO events SELECT incident, 1, ${columns}`)).toThrow(
    'right after the newest one',
  );
  expect(() =>
    database.exec(`INSERT INTO events SELECT incident, 3, 1, 'asked', at, at, actor, data FROM events`),
  ).toThrow('right after the newest one');
});
