import type { PendingAnnouncement } from '../src/response/store/store.ts';
import type { Connection } from './connection.ts';
import { StorageError } from './storage-error.ts';

/**
 * Puts announcements into the outbox. Call the answer within the transaction that stores their events.
 *
 * A root is rendered when it is sent, so a waiting one speaks for every later one, too. Unless an older rendering of it
 * may be on its way or in Slack already: then it is marked, and asked for again once it is known to be there.
 */
export function addAnnouncements({ database }: Connection) {
  const addReply = database.prepare(`INSERT INTO outbox (incident, kind, seq) VALUES (?, 'reply', ?)`);
  // A line that waits will be rendered from the newest events; only one that may be on its way already needs another turn.
  const addAnew = database.prepare(
    `INSERT INTO outbox (incident, kind, seq) SELECT @incident, 'reply', @seq
     WHERE NOT EXISTS (
       SELECT 1 FROM outbox WHERE incident = @incident AND kind = 'reply' AND seq = @seq
         AND state = 'waiting' AND taken_until IS NULL AND NOT unclear)`,
  );
  const addPicture = database.prepare(
    'INSERT INTO pictures (incident, seq) VALUES (?, ?) ON CONFLICT (incident, seq) DO NOTHING',
  );
  const addAside = database.prepare(
    'INSERT INTO asides (incident, seq, recipient) VALUES (?, ?, ?) ON CONFLICT (incident, seq, recipient) DO NOTHING',
  );
  const addRoot = database.prepare(
    `INSERT INTO outbox (incident, kind) VALUES (?, 'root')
     ON CONFLICT (incident) WHERE kind = 'root' AND state = 'waiting'
     DO UPDATE SET again = max(again, taken_until IS NOT NULL, unclear)`,
  );

  return ({
    incident,
    after,
    events,
    announcements,
  }: {
    readonly incident: string;
    /** The newest sequence number before these events. */
    readonly after: number;
    readonly events: readonly unknown[];
    readonly announcements: readonly PendingAnnouncement[];
  }): void => {
    for (const announcement of announcements) {
      switch (announcement.kind) {
        case 'root':
          addRoot.run(incident);
          break;
        case 'anew':
          addAnew.run({ incident, seq: announcement.seq });
          break;
        case 'reply':
          if (!(announcement.event in events)) throw pointsNowhere(incident, announcement.event);
          addReply.run(incident, after + 1 + announcement.event);
          break;
        case 'aside':
          if (!(announcement.event in events)) throw pointsNowhere(incident, announcement.event);
          addAside.run(incident, after + 1 + announcement.event, announcement.to);
          break;
        case 'picture':
          if (!(announcement.event in events)) throw pointsNowhere(incident, announcement.event);
          addPicture.run(incident, after + 1 + announcement.event);
          break;
      }
    }
  };
}

function pointsNowhere(incident: string, event: number): StorageError {
  return new StorageError({
    code: 'invalid-event',
    message: `An announcement for ${incident} is about event ${event} of the call, which has no such event.`,
    hint: 'This is a bug in the caller; nothing was written.',
  });
}
