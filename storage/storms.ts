import { z } from 'zod';
import type { Storms } from '../src/response/store/queues.ts';
import { read } from './connection.ts';
import type { Connection } from './connection.ts';
import { claimValues, retryValues } from './queue-rows.ts';
import { writeTogether } from './write-together.ts';

const Row = z
  .object({
    id: z.int(),
    place: z.string(),
    channel: z.string().nullable(),
    ts: z.string().nullable(),
    attempts: z.int(),
    failures: z.int(),
    firstTakenAt: z.coerce.date(),
    unclear: z.int().transform((flag) => flag === 1),
  })
  .readonly()
  .optional();

const Member = z
  .object({
    id: z.string(),
    model: z.string(),
    title: z.string(),
    status: z.enum(['open', 'resolved']),
    isHeld: z.int().transform((flag) => flag === 1),
    declaredAt: z.coerce.date(),
  })
  .readonly();

/** The messages that speak for many incidents at once. */
export function createStorms(connection: Connection): Storms {
  const { database } = connection;
  const together = writeTogether(connection);
  const claim = database.prepare(
    `UPDATE storms SET unclear = max(unclear, taken_until IS NOT NULL), taken_until = @until, wanted = 0,
       attempts = attempts + 1, first_taken_at = coalesce(first_taken_at, @now)
     WHERE id = (SELECT id FROM storms
       WHERE (wanted = 1 OR taken_until IS NOT NULL) AND (due_at IS NULL OR due_at <= @now)
         AND (taken_until IS NULL OR taken_until <= @now) ORDER BY id LIMIT 1)
     RETURNING id, place, channel, ts, attempts, failures, first_taken_at AS firstTakenAt, unclear`,
  );
  const members = database.prepare(
    `SELECT i.id, i.model, i.title, i.status, t.held AS isHeld, i.declared_at AS declaredAt
     FROM threads AS t JOIN incidents AS i ON i.id = t.incident WHERE t.storm = ? ORDER BY i.number`,
  );
  const sent = database.prepare(
    `UPDATE storms SET channel = @channel, ts = @ts, taken_until = NULL, due_at = @next, unclear = 0, attempts = 0, failures = 0,
       first_taken_at = NULL, reason = NULL WHERE id = @id`,
  );
  // People ask in the channel by Slack's id for it; an incident without a thread must be found there, too.
  const nameChannel = database.prepare(
    'UPDATE threads SET channel = @channel WHERE storm = @id AND thread_ts IS NULL',
  );
  const retry = database.prepare(
    `UPDATE storms SET wanted = 1, taken_until = NULL, due_at = @at, reason = @reason, unclear = max(unclear, @unclear),
       failures = failures + @counted
     WHERE id = @id`,
  );
  const giveUp = database.prepare('UPDATE storms SET taken_until = NULL, reason = @reason WHERE id = @id');

  return {
    async claim(input) {
      return Row.parse(await together(() => claim.get(claimValues(input)))) ?? null;
    },
    async members(id) {
      return z.array(Member).parse(read(connection, () => members.all(id)));
    },
    async sent(id, { channel, ts }, next) {
      await together(() => {
        sent.run({ id, channel, ts, next: next.toISOString() });
        nameChannel.run({ id, channel });
      });
    },
    async retry(id, again) {
      await together(() => void retry.run(retryValues(id, again)));
    },
    async dropped(id, reason) {
      await together(() => void giveUp.run({ id, reason }));
    },
  };
}
