import { z } from 'zod';
import type { Outbox, OutboxItem } from '../src/response/store/queues.ts';
import { read } from './connection.ts';
import type { Connection } from './connection.ts';
import { claimNext } from './outbox-order.ts';
import { Depth, claimValues, inOrder, retryValues } from './queue-rows.ts';
import { StorageError, unknownIncident } from './storage-error.ts';
import { writeTogether } from './write-together.ts';

const Row = z
  .object({
    id: z.int(),
    incident: z.string(),
    kind: z.enum(['root', 'reply']),
    seq: z.int().nullable(),
    channel: z.string().nullable(),
    threadTs: z.string().nullable(),
    messageTs: z.string().nullable(),
    attempts: z.int(),
    failures: z.int(),
    firstTakenAt: z.coerce.date(),
    unclear: z.int().transform((flag) => flag === 1),
  })
  .readonly();

const Ended = z
  .object({
    incident: z.string(),
    kind: z.enum(['root', 'reply']),
    again: z.int().transform((flag) => flag === 1),
  })
  .readonly();

/** The outbox in SQLite. */
export function createOutbox(connection: Connection): Outbox {
  const { database, path } = connection;
  const together = writeTogether(connection);
  const claim = database.prepare(claimNext);
  const markSent = database.prepare(
    `UPDATE outbox SET state = 'sent', taken_until = NULL, due_at = NULL, channel = @channel, ts = @ts, sent_at = @now
     WHERE id = @id AND state = 'waiting' RETURNING incident, kind, again`,
  );
  const markDropped = database.prepare(
    `UPDATE outbox SET state = 'dropped', taken_until = NULL, due_at = NULL, reason = @reason
     WHERE id = @id AND state = 'waiting' RETURNING incident, kind, again`,
  );
  const postpone = database.prepare(
    `UPDATE outbox SET taken_until = NULL, due_at = @at, reason = @reason, unclear = max(unclear, @unclear),
       failures = failures + @counted
     WHERE id = @id AND state = 'waiting'`,
  );
  const nameThread = database.prepare(
    'UPDATE threads SET channel = @channel, thread_ts = @ts, since = @now WHERE incident = @incident',
  );
  const addRoot = database.prepare(`INSERT INTO outbox (incident, kind) VALUES (?, 'root')`);
  const exists = database.prepare('SELECT 1 FROM outbox WHERE id = ?').pluck();
  const depth = database.prepare(
    `SELECT (SELECT count(*) FROM outbox AS item JOIN threads AS thread ON thread.incident = item.incident
               WHERE item.state = 'waiting' AND NOT thread.held)
            + (SELECT count(*) FROM storms WHERE wanted = 1) AS waiting,
            (SELECT count(*) FROM outbox WHERE state = 'dropped') AS dropped`,
  );

  return {
    async claim(input) {
      const rows = await together(() => claim.all(claimValues(input)));
      return inOrder(Row, rows).map(toItem);
    },

    async sent(id, { channel, ts }, now) {
      const place = { channel, ts, now: now.toISOString() };
      await together(() => {
        const ended = end(id, markSent.get({ id, ...place }));
        if (ended?.kind === 'root') nameThread.run({ incident: ended.incident, ...place });
      });
    },

    async retry(id, retry) {
      await together(() => {
        if (postpone.run(retryValues(id, retry)).changes === 0) requireItem(id);
      });
    },

    async moved(incident, { channel, ts }, now) {
      const named = { incident, channel, ts, now: now.toISOString() };
      await together(() => {
        if (nameThread.run(named).changes === 0) throw unknownIncident(incident, path);
      });
    },

    async dropped(id, reason) {
      await together(() => void end(id, markDropped.get({ id, reason })));
    },

    async depth() {
      return Depth.parse(read(connection, () => depth.get()));
    },
  };

  /** A root that was asked for anew while it was on its way is put into the queue again. Null: it had ended before. */
  function end(id: number, row: unknown): z.infer<typeof Ended> | null {
    const ended = Ended.optional().parse(row);
    if (ended === undefined) {
      requireItem(id);
      return null;
    }
    if (ended.again) addRoot.run(ended.incident);
    return ended;
  }

  function requireItem(id: number): void {
    if (exists.get(id) !== undefined) return;
    throw new StorageError({
      code: 'unknown-item',
      message: `There is no outbox item ${id} in ${path}.`,
      hint: 'This is a bug in the caller; nothing was written.',
    });
  }
}

function toItem({
  id,
  incident,
  seq,
  channel,
  threadTs,
  messageTs,
  attempts,
  failures,
  firstTakenAt,
  unclear,
}: z.infer<typeof Row>): OutboxItem {
  return {
    id,
    incident,
    announcement: seq === null ? { kind: 'root' } : { kind: 'reply', seq },
    channel,
    threadTs,
    // A reply that was said before is edited. A thread is named by its root message, so an edit of the root goes to the thread's own ts.
    messageTs: seq === null ? threadTs : messageTs,
    attempts,
    failures,
    firstTakenAt,
    unclear,
  };
}
