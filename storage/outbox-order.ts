import { threadOf } from './queue-rows.ts';

/**
 * Takes the next items that may go out, at most one per incident.
 *
 * Before an incident has its thread, only its root may go. After that two things may be next: the root's edit, and the
 * oldest waiting reply. Of those that are due the one announced first goes, so neither can starve the other; a reply
 * that waits for another try holds back later replies (the thread keeps its order), but no edit, and an edit holds
 * back no reply. Nothing goes while another item of the incident is taken.
 *
 * A reply that was said before has a message, which its row names: it is edited.
 *
 * A claim that lapsed is a try without a clear answer: whoever made it may have sent before it died.
 *
 * Parameters: @now, @until (UTC ISO-8601), @limit.
 */
export const claimNext = `
  WITH due AS (
    SELECT item.id, row_number() OVER (PARTITION BY item.incident ORDER BY item.id) AS place
    FROM outbox AS item JOIN threads AS thread ON thread.incident = item.incident
    WHERE item.state = 'waiting' AND NOT thread.held
      AND (item.due_at IS NULL OR item.due_at <= @now)
      AND (item.kind = 'root' OR (
        thread.thread_ts IS NOT NULL
        AND NOT EXISTS (
          SELECT 1 FROM outbox AS older
          WHERE older.state = 'waiting' AND older.incident = item.incident AND older.kind = 'reply'
            AND (older.seq, older.id) < (item.seq, item.id))))
      AND NOT EXISTS (
        SELECT 1 FROM outbox AS taken
        WHERE taken.state = 'waiting' AND taken.incident = item.incident AND taken.taken_until > @now)
  )
  UPDATE outbox
  SET unclear = max(unclear, taken_until IS NOT NULL), taken_until = @until, attempts = attempts + 1,
    first_taken_at = coalesce(first_taken_at, @now)
  WHERE id IN (SELECT id FROM due WHERE place = 1 ORDER BY id LIMIT @limit)
  RETURNING id, incident, kind, seq, attempts, failures, unclear, first_taken_at AS firstTakenAt,
    ${threadOf('outbox')},
    (SELECT ts FROM outbox AS earlier
     WHERE earlier.incident = outbox.incident AND earlier.seq = outbox.seq AND earlier.kind = 'reply' AND earlier.state = 'sent'
     ORDER BY earlier.id DESC LIMIT 1) AS messageTs`;
