import { z } from 'zod';
import type { Asides } from '../src/response/store/queues.ts';
import { read } from './connection.ts';
import type { Connection } from './connection.ts';
import { Depth, claimValues, inOrder, retryValues, threadOf } from './queue-rows.ts';
import { writeTogether } from './write-together.ts';

const Row = z
  .object({
    id: z.int(),
    incident: z.string(),
    seq: z.int(),
    recipient: z.string(),
    attempts: z.int(),
    failures: z.int(),
    channel: z.string(),
    threadTs: z.string(),
  })
  .readonly();

/** Due, in nobody's hands, and of an incident that has a thread to point at; oldest first. */
const claimNext = `
  UPDATE asides SET taken_until = @until, attempts = attempts + 1
  WHERE id IN (
    SELECT aside.id FROM asides AS aside JOIN threads AS thread ON thread.incident = aside.incident
    WHERE aside.state = 'waiting'
      AND thread.thread_ts IS NOT NULL AND thread.channel IS NOT NULL
      AND (aside.due_at IS NULL OR aside.due_at <= @now)
      AND (aside.taken_until IS NULL OR aside.taken_until <= @now)
    ORDER BY aside.id LIMIT @limit)
  RETURNING id, incident, seq, recipient, attempts, failures,
    ${threadOf('asides')}`;

/** What is to be said outside the threads, in SQLite. */
export function createAsides(connection: Connection): Asides {
  const { database } = connection;
  const together = writeTogether(connection);
  const claim = database.prepare(claimNext);
  const sent = database.prepare(
    `UPDATE asides SET state = 'sent', taken_until = NULL, sent_at = @now WHERE id = @id AND state = 'waiting'`,
  );
  const dropped = database.prepare(
    `UPDATE asides SET state = 'dropped', taken_until = NULL, reason = @reason WHERE id = @id AND state = 'waiting'`,
  );
  const postpone = database.prepare(
    `UPDATE asides SET taken_until = NULL, due_at = @at, reason = @reason, failures = failures + @counted
     WHERE id = @id AND state = 'waiting'`,
  );
  const depth = database.prepare(
    `SELECT (SELECT count(*) FROM asides WHERE state = 'waiting') AS waiting,
            (SELECT count(*) FROM asides WHERE state = 'dropped') AS dropped`,
  );
  return {
    async claim(input) {
      const rows = await together(() => claim.all(claimValues(input)));
      return inOrder(Row, rows);
    },
    async sent(id, now) {
      await together(() => void sent.run({ id, now: now.toISOString() }));
    },
    async retry(id, retry) {
      await together(() => void postpone.run(retryValues(id, retry)));
    },
    async dropped(id, reason) {
      await together(() => void dropped.run({ id, reason }));
    },
    async depth() {
      return Depth.parse(read(connection, () => depth.get()));
    },
  };
}
