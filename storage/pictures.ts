import { z } from 'zod';
import type { Pictures } from '../src/response/store/queues.ts';
import { read } from './connection.ts';
import type { Connection } from './connection.ts';
import { Depth, claimValues, inOrder, retryValues, threadOf } from './queue-rows.ts';
import { StorageError } from './storage-error.ts';
import { writeTogether } from './write-together.ts';

const Row = z
  .object({
    id: z.int(),
    incident: z.string(),
    seq: z.int(),
    channel: z.string(),
    threadTs: z.string(),
    attempts: z.int(),
    failures: z.int(),
    firstTakenAt: z.coerce.date(),
    unclear: z.int().transform((flag) => flag === 1),
  })
  .readonly();

/**
 * Those that may go now, oldest first: due, in nobody's hands, and with the texts up to their event in the thread already.
 * A claim that lapsed is a try without a clear answer.
 */
const claimNext = `
  UPDATE pictures
  SET unclear = max(unclear, taken_until IS NOT NULL), taken_until = @until, attempts = attempts + 1,
    first_taken_at = coalesce(first_taken_at, @now)
  WHERE id IN (
    SELECT picture.id FROM pictures AS picture JOIN threads AS thread ON thread.incident = picture.incident
    WHERE picture.state = 'waiting'
      AND thread.thread_ts IS NOT NULL AND thread.channel IS NOT NULL
      AND (picture.due_at IS NULL OR picture.due_at <= @now)
      AND (picture.taken_until IS NULL OR picture.taken_until <= @now)
      AND NOT EXISTS (
        SELECT 1 FROM outbox AS line
        WHERE line.state = 'waiting' AND line.kind = 'reply'
          AND line.incident = picture.incident AND line.seq <= picture.seq)
    ORDER BY picture.id LIMIT @limit)
  RETURNING id, incident, seq, attempts, failures, unclear, first_taken_at AS firstTakenAt,
    ${threadOf('pictures')}`;

/** The pictures that are to be uploaded, in SQLite. */
export function createPictures(connection: Connection): Pictures {
  const { database, path } = connection;
  const together = writeTogether(connection);
  const claim = database.prepare(claimNext);
  const markSent = database.prepare(
    `UPDATE pictures SET state = 'sent', taken_until = NULL, due_at = NULL, file = @file, sent_at = @now
     WHERE id = @id AND state = 'waiting'`,
  );
  const markDropped = database.prepare(
    `UPDATE pictures SET state = 'dropped', taken_until = NULL, due_at = NULL, reason = @reason
     WHERE id = @id AND state = 'waiting'`,
  );
  const postpone = database.prepare(
    `UPDATE pictures SET taken_until = NULL, due_at = @at, reason = @reason, unclear = max(unclear, @unclear),
       failures = failures + @counted
     WHERE id = @id AND state = 'waiting'`,
  );
  const exists = database.prepare('SELECT 1 FROM pictures WHERE id = ?').pluck();
  const depth = database.prepare(
    `SELECT (SELECT count(*) FROM pictures AS item JOIN threads AS thread ON thread.incident = item.incident
               WHERE item.state = 'waiting' AND NOT thread.held) AS waiting,
            (SELECT count(*) FROM pictures WHERE state = 'dropped') AS dropped`,
  );

  /** What ended before stays as it ended; what never was is a bug. */
  const change = (id: number, changes: () => number): Promise<void> =>
    together(() => {
      if (changes() > 0 || exists.get(id) !== undefined) return;
      throw new StorageError({
        code: 'unknown-item',
        message: `There is no picture ${id} in ${path}.`,
        hint: 'This is a bug in the caller; nothing was written.',
      });
    });

  return {
    async claim(input) {
      const rows = await together(() => claim.all(claimValues(input)));
      return inOrder(Row, rows);
    },
    async sent(id, file, now) {
      await change(id, () => markSent.run({ id, file, now: now.toISOString() }).changes);
    },
    async retry(id, retry) {
      await change(id, () => postpone.run(retryValues(id, retry)).changes);
    },
    async dropped(id, reason) {
      await change(id, () => markDropped.run({ id, reason }).changes);
    },
    async depth() {
      return Depth.parse(read(connection, () => depth.get()));
    },
  };
}
