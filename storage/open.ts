import type { Log } from '../src/response/ports.ts';
import type { Inbox } from '../src/response/store/inbox.ts';
import type { Outbox, Asides, Pictures, Storms } from '../src/response/store/queues.ts';
import type { IncidentStore } from '../src/response/store/store.ts';
import type { MonitorStore } from '../src/response/store/monitor-store.ts';
import type { Clock } from '../src/time/clock.ts';
import { backUp } from './backup.ts';
import type { Backup } from './backup.ts';
import { botRunning, introduceBot, readBot, takeBotLock } from './bot-lock.ts';
import type { BotLock, BotProcess } from './bot-lock.ts';
import { connect } from './connection.ts';
import type { Connection } from './connection.ts';
import { createEvidenceSearch } from './evidence-search.ts';
import type { EvidenceSearch } from './evidence-search.ts';
import { createForgetting } from './forget.ts';
import type { Forgetting } from './forget.ts';
import { createInbox } from './inbox.ts';
import { createIncidentStore } from './incident-store.ts';
import { checkIntegrity } from './integrity.ts';
import type { IntegrityReport } from './integrity.ts';
import { createMeta } from './meta.ts';
import type { Meta } from './meta.ts';
import { migrate, migrationPending, schemaNumber } from './migrate.ts';
import { createMonitorStore } from './monitors.ts';
import { createOutbox } from './outbox.ts';
import { createAsides } from './asides.ts';
import { createPictures } from './pictures.ts';
import { rebuildProjections } from './rebuild.ts';
import type { Rebuilt } from './rebuild.ts';
import { StorageError } from './storage-error.ts';
import { createStorms } from './storms.ts';

export type Storage = {
  readonly incidents: IncidentStore;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly pictures: Pictures;
  readonly asides: Asides;
  readonly storms: Storms;
  readonly monitors: MonitorStore;
  readonly evidence: EvidenceSearch;
  readonly forgetting: Forgetting;
  readonly meta: Meta;
  /** For a thread of this process that writes, too: see `openInbox`. */
  readonly turns: SharedArrayBuffer;
  check(): Promise<IntegrityReport>;
  rebuild(): Promise<Rebuilt>;
  backup(to: string): Promise<Backup>;
  close(): void;
};

/**
 * Opens the database at `path` (or `:memory:`), creating and migrating it as needed.
 *
 * `exclusive: true` is for the bot: there is one per database, and a second is refused with `bot-running`. Commands open
 * it without, also while the bot runs; then they may read and write, but not migrate (`migration-pending`).
 *
 * Throws `StorageError`; everything reached through the answer does so, too.
 */
export async function openStorage(
  path: string,
  { clock, exclusive, log }: { readonly clock: Clock; readonly exclusive: boolean; readonly log?: Log },
): Promise<Storage> {
  const connection = await connect(path, { clock, log: log ?? null });
  let lock: BotLock | null = null;
  try {
    if (exclusive) lock = await requireBotLock(connection);
    await bringUpToDate(connection, lock);
    const meta = createMeta(connection);
    if (lock !== null) {
      takeBackLeases(connection);
      await introduceBot(meta, clock);
    }
    const held = lock;
    return {
      incidents: createIncidentStore(connection),
      inbox: createInbox(connection),
      outbox: createOutbox(connection),
      pictures: createPictures(connection),
      asides: createAsides(connection),
      storms: createStorms(connection),
      monitors: createMonitorStore(connection),
      evidence: createEvidenceSearch(connection),
      forgetting: createForgetting(connection),
      meta,
      turns: connection.turns.memory,
      check: async () => checkIntegrity(connection),
      rebuild: async () => rebuildProjections(connection),
      backup: (to) => backUp(connection, to),
      close() {
        connection.database.close();
        held?.release();
      },
    };
  } catch (error) {
    connection.database.close();
    lock?.release();
    throw error;
  }
}

/**
 * What the bot before this one had in hand when it ended: nobody else can hold it, so nobody need wait for its lease. A
 * message that was on its way may be in Slack already, and is looked for before it is sent again.
 */
function takeBackLeases({ database }: Connection): void {
  database.exec(`
    UPDATE inbox SET taken_until = NULL WHERE taken_until IS NOT NULL;
    UPDATE storms SET taken_until = NULL, unclear = 1, wanted = 1 WHERE taken_until IS NOT NULL;
    UPDATE outbox SET taken_until = NULL, unclear = 1 WHERE taken_until IS NOT NULL AND state = 'waiting';
    UPDATE asides SET taken_until = NULL WHERE taken_until IS NOT NULL AND state = 'waiting';
    UPDATE pictures SET taken_until = NULL, unclear = 1 WHERE taken_until IS NOT NULL AND state = 'waiting';
    UPDATE monitor_runs SET taken_until = '' WHERE outcome = 'running';
  `);
}

async function requireBotLock(connection: Connection): Promise<BotLock> {
  const lock = await takeBotLock(connection.path);
  if (lock === null) throw botRunning(connection.path, await whoRuns(connection));
  return lock;
}

/** Null when the first bot is still creating the database. */
async function whoRuns(connection: Connection): Promise<BotProcess | null> {
  return schemaNumber(connection) === 0 ? null : readBot(createMeta(connection));
}

/** Never under a running bot of another version: a command takes the bot's lock for the moment that a migration takes. */
async function bringUpToDate(connection: Connection, held: BotLock | null): Promise<void> {
  if (!migrationPending(connection)) return;
  const lock = held ?? (await takeBotLock(connection.path));
  if (lock === null)
    throw new StorageError({
      code: 'migration-pending',
      message: `The database ${connection.path} is used by a running bot of an older version.`,
      hint: 'Restart the bot with this version first; it brings the database up to date.',
    });
  try {
    migrate(connection);
  } finally {
    if (held === null) lock.release();
  }
}
