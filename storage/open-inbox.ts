import type { Log } from '../src/response/ports.ts';
import type { Inbox } from '../src/response/store/inbox.ts';
import type { Clock } from '../src/time/clock.ts';
import { connect } from './connection.ts';
import { createInbox } from './inbox.ts';
import { createWriteTurns } from './write-turns.ts';

/**
 * The inbox alone, over a connection of its own, for a thread that keeps deliveries beside the one that handles them and
 * takes turns with it at writing (`turns` of `openStorage`). The database was brought up to date by whoever opened it with `openStorage`; its log is folded back into it there, too, so
 * that no sender waits for that. Throws `StorageError`.
 */
export async function openInbox(
  path: string,
  { clock, log, turns }: { readonly clock: Clock; readonly log: Log; readonly turns: SharedArrayBuffer },
): Promise<{ readonly inbox: Inbox; close: () => void }> {
  const connection = await connect(path, { clock, log, turns: createWriteTurns(turns) });
  connection.database.pragma('wal_autocheckpoint = 0');
  return { inbox: createInbox(connection), close: () => void connection.database.close() };
}
