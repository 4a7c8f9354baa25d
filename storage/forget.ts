import type { Statement } from 'better-sqlite3';
import { z } from 'zod';
import { write } from './connection.ts';
import type { Connection } from './connection.ts';
import { unknownIncident } from './storage-error.ts';

/** How long what is over is kept; null keeps it for ever. */
export type Retention = {
  /** Deliveries that were handled or given up on. */
  readonly inboxSeconds: number | null;
  /** What was said, or could not be, of closed incidents: the rows of the outbox, not the events. */
  readonly messageSeconds: number | null;
  /** Closed incidents with everything about them: events, evidence, messages, pictures. */
  readonly incidentSeconds: number | null;
};

export type Swept = {
  readonly deliveries: number;
  readonly messages: number;
  readonly incidents: readonly string[];
};

export type Forgetting = {
  /** Deletes everything about one incident but its number. Throws `unknown-incident`. */
  forget(incident: string, reason: string): Promise<void>;
  /** Deletes what is older than the configuration keeps. */
  sweep(retention: Retention): Promise<Swept>;
};

/** Children before the rows that they point at. */
const tables = [
  'asides',
  'pictures',
  'outbox',
  'evidence',
  'steps',
  'incidents',
  'events',
  'threads',
] as const;
const atOnce = 1000;

export function createForgetting(connection: Connection): Forgetting {
  const { database, clock, path } = connection;
  const known = database.prepare('SELECT 1 FROM threads WHERE incident = ?').pluck();
  const remember = database.prepare(
    'INSERT INTO forgotten (incident, reason, forgotten_at) VALUES (@incident, @reason, @now)',
  );
  const removals = tables.map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE ${table === 'incidents' ? 'id' : 'incident'} = ?`),
  );
  // The message of its storm names it, so that message must be said anew.
  const touchStorm = database.prepare(
    'UPDATE storms SET wanted = 1 WHERE id = (SELECT storm FROM threads WHERE incident = ?)',
  );
  const closed = database
    .prepare(`SELECT id FROM incidents WHERE status = 'resolved' AND resolved_at < ? ORDER BY number`)
    .pluck();
  const sweepInbox = database.prepare<[string]>(
    `DELETE FROM inbox WHERE id IN (
       SELECT id FROM inbox WHERE state <> 'waiting' AND received_at < ? LIMIT ${atOnce})`,
  );

  // A line that is written anew after a reopening, and whose row is gone, is a new line.
  const sweepMessages = (['outbox', 'pictures', 'asides'] as const).map((table) =>
    database.prepare<[string]>(
      `DELETE FROM ${table} WHERE id IN (
         SELECT item.id FROM ${table} AS item JOIN incidents AS i ON i.id = item.incident
         WHERE item.state <> 'waiting' AND i.status = 'resolved' AND i.resolved_at < ? LIMIT ${atOnce})`,
    ),
  );

  const forgetNow = (incident: string, reason: string): void => {
    remember.run({ incident, reason, now: clock.now().toISOString() });
    touchStorm.run(incident);
    for (const removal of removals) removal.run(incident);
  };
  const before = (seconds: number): string => new Date(clock.now().getTime() - seconds * 1000).toISOString();

  /** A little at a time, so that alerts and people need not wait for it. */
  const sweepRows = async (removal: Statement<[string]>, earlier: string): Promise<number> => {
    let swept = 0;
    for (;;) {
      const removed = write(connection, () => removal.run(earlier).changes);
      swept += removed;
      if (removed < atOnce) return swept;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  return {
    async forget(incident, reason) {
      write(connection, () => {
        if (known.get(incident) === undefined) throw unknownIncident(incident, path);
        forgetNow(incident, reason);
      });
    },

    async sweep({ inboxSeconds, messageSeconds, incidentSeconds }) {
      const deliveries = inboxSeconds === null ? 0 : await sweepRows(sweepInbox, before(inboxSeconds));
      let messages = 0;
      for (const removal of messageSeconds === null ? [] : sweepMessages)
        messages += await sweepRows(removal, before(messageSeconds ?? 0));
      const over =
        incidentSeconds === null ? [] : z.array(z.string()).parse(closed.all(before(incidentSeconds)));
      for (const incident of over) {
        write(connection, () => forgetNow(incident, 'it was closed for longer than the configuration keeps'));
        await new Promise((resolve) => setImmediate(resolve));
      }
      return { deliveries, messages, incidents: over };
    },
  };
}
