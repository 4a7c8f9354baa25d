import { z } from 'zod';
import type { Asides } from '../src/response/store.ts';
import { read } from './connection.ts';
import type { Connection } from './connection.ts';
import { leaseEnd } from './lease.ts';
import { writeTogether } from './write-together.ts';

const Row = z
  .object({
    id: z.int(),
    incident: z.string(),
    seq: z.int(),
    recipient: z.string(),
    attempts: z.int(),
    channel: z.string(),
    threadTs: z.string(),
  })
  .readonly();
const Depth = z.object({ waiting: z.int(), dropped: z.int() }).readonly();

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
  RETURNING id, incident, seq, recipient, attempts,
    (SELECT channel FROM threads WHERE threads.incident = asides.incident) AS channel,
    (SELECT thread_ts FROM threads WHERE threads.incident = asides.incident) AS threadTs`;

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
    `UPDATE asides SET taken_until = NULL, due_at = @at, reason = @reason WHERE id = @id AND state = 'waiting'`,
  );
  const depth = database.prepare(
    `SELECT (SELECT count(*) FROM asides WHERE state = 'waiting') AS waiting,
            (SELECT count(*) FROM asides WHERE state = 'dropped') AS dropped`,
  );
  return {
    async claim({ limit, now, leaseSeconds }) {
      const input = { limit, now: now.toISOString(), until: leaseEnd(now, leaseSeconds) };
      const rows = await together(() => claim.all(input));
      return z
        .array(Row)
        .parse(rows)
        .sort((a, b) => a.id - b.id);
    },
    async sent(id, now) {
      await together(() => void sent.run({ id, now: now.toISOString() }));
    },
    async retry(id, at, reason) {
      await together(() => void postpone.run({ id, at: at.toISOString(), reason }));
    },
    async dropped(id, reason) {
      await together(() => void dropped.run({ id, reason }));
    },
    async depth() {
      return Depth.parse(read(connection, () => depth.get()));
    },
  };
}
