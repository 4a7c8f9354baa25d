import { z } from 'zod';
import type { Inbox } from '../src/response/store/inbox.ts';
import { read } from './connection.ts';
import type { Connection } from './connection.ts';
import { claimValues, inOrder } from './queue-rows.ts';
import { StorageError } from './storage-error.ts';
import { writeTogether } from './write-together.ts';

const Row = z
  .object({
    id: z.int(),
    source: z.string(),
    kind: z.enum(['alert', 'slack']),
    body: z.string().transform((text): unknown => JSON.parse(text)),
    receivedAt: z.coerce.date(),
    attempts: z.int(),
    failures: z.int(),
  })
  .readonly();

const Depth = z.object({ waiting: z.int(), failed: z.int() }).readonly();

/**
 * The inbox in SQLite. When `accept` has answered, the delivery is on the disk. What comes in at the same moment is
 * committed together: in a storm the disk is waited for once, not once a delivery.
 */
export function createInbox(connection: Connection): Inbox {
  const { database, path } = connection;
  const together = writeTogether(connection);
  const insert = database
    .prepare(
      `INSERT INTO inbox (source, kind, key, body, received_at)
       VALUES (@source, @kind, @key, @body, @receivedAt)
       ON CONFLICT (source, key) DO NOTHING RETURNING id`,
    )
    .pluck();
  const known = database.prepare('SELECT id FROM inbox WHERE source = ? AND key = ?').pluck();
  const claim = database.prepare(
    `UPDATE inbox SET taken_until = @until, attempts = attempts + 1
     WHERE id IN (
       SELECT id FROM inbox
       WHERE kind = @kind AND state = 'waiting'
         AND (due_at IS NULL OR due_at <= @now) AND (taken_until IS NULL OR taken_until <= @now)
       ORDER BY id LIMIT @limit)
     RETURNING id, source, kind, body, received_at AS receivedAt, attempts, failures`,
  );
  const finish = database.prepare(
    `UPDATE inbox SET state = 'done', outcome = @outcome, taken_until = NULL, due_at = NULL WHERE id = @id`,
  );
  // A late word about an item that another try has finished changes nothing.
  const fail = database.prepare(
    `UPDATE inbox SET state = iif(@retryAt IS NULL, 'failed', 'waiting'), outcome = @reason,
       taken_until = NULL, due_at = @retryAt, failures = failures + 1
     WHERE id = @id AND state = 'waiting'`,
  );
  const putOff = database.prepare(
    `UPDATE inbox SET outcome = @reason, taken_until = NULL, due_at = @until, attempts = attempts - 1
     WHERE id = @id AND state = 'waiting'`,
  );
  const exists = database.prepare('SELECT 1 FROM inbox WHERE id = ?').pluck();
  const depth = database.prepare(
    `SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting') AS waiting,
            (SELECT count(*) FROM inbox WHERE state = 'failed') AS failed`,
  );

  return {
    async accept({ source, kind, key, body, receivedAt }) {
      const row = {
        source,
        kind,
        key,
        body: JSON.stringify(body ?? null),
        receivedAt: receivedAt.toISOString(),
      };
      return together(() => {
        const id = z.int().optional().parse(insert.get(row));
        if (id !== undefined) return { kind: 'accepted' as const, id };
        return { kind: 'duplicate' as const, id: z.int().parse(known.get(source, key)) };
      });
    },

    async claim(input) {
      const rows = await together(() => claim.all(claimValues(input)));
      return inOrder(Row, rows);
    },

    async done(id, outcome) {
      await together(() => requireItem(id, finish.run({ id, outcome }).changes));
    },

    async failed(id, reason, retryAt) {
      const input = { id, reason, retryAt: retryAt?.toISOString() ?? null };
      await together(() => requireItem(id, fail.run(input).changes));
    },

    async putOff(id, reason, until) {
      const input = { id, reason, until: until.toISOString() };
      await together(() => requireItem(id, putOff.run(input).changes));
    },

    async depth() {
      return Depth.parse(read(connection, () => depth.get()));
    },
  };

  function requireItem(id: number, changed: number): void {
    if (changed > 0 || exists.get(id) !== undefined) return;
    throw new StorageError({
      code: 'unknown-item',
      message: `There is no inbox item ${id} in ${path}.`,
      hint: 'This is a bug in the caller; nothing was written.',
    });
  }
}
