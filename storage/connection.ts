import { dirname, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { Log } from '../src/response/ports.ts';
import type { Clock } from '../src/time/clock.ts';
import { makeFolder } from './make-folder.ts';
import { requireNode } from './node-version.ts';
import { asStorageError, sqliteCode, StorageError } from './storage-error.ts';
import { createWriteTurns } from './write-turns.ts';
import type { WriteTurns } from './write-turns.ts';

/** An open database with what its readers and writers need. `path` is absolute, or `:memory:`. */
export type Connection = {
  readonly database: Database;
  readonly path: string;
  readonly clock: Clock;
  readonly log: Log | null;
  readonly turns: WriteTurns;
};

/** How long a write waits for another process: below the three seconds in which Slack wants its answer. */
const BUSY_MILLISECONDS = 2_500;

/** Opens the file with the settings that make "committed" mean "on the disk". Does not migrate. */
export async function connect(
  path: string,
  { clock, log, turns }: { readonly clock: Clock; readonly log: Log | null; readonly turns?: WriteTurns },
): Promise<Connection> {
  const file = path === ':memory:' ? path : resolve(path);
  const database = await openDatabase(file, BUSY_MILLISECONDS);
  try {
    await turnOnWriteAheadLog(database);
    database.pragma('synchronous = FULL');
    database.pragma('fullfsync = ON');
    database.pragma('foreign_keys = ON');
    database.pragma('recursive_triggers = ON');
    database.pragma('trusted_schema = OFF');
  } catch (error) {
    database.close();
    throw asStorageError(error, file);
  }
  return { database, path: file, clock, log, turns: turns ?? createWriteTurns() };
}

/** Loads the driver (only now, after the look at Node) and opens the file, creating its folder when it is missing. */
export async function openDatabase(file: string, timeout: number): Promise<Database> {
  requireNode();
  const { default: SqliteDatabase } = await import('better-sqlite3');
  try {
    if (file !== ':memory:') makeFolder(dirname(file));
    return new SqliteDatabase(file, { timeout });
  } catch (error) {
    const said = asStorageError(error, file);
    if (said instanceof StorageError) throw said;
    throw new StorageError({
      code: 'cannot-open',
      message: `The database ${file} cannot be opened: ${error instanceof Error ? error.message : String(error)}`,
      hint: 'Check that the folder exists and that the user that runs Fishbone may write to it.',
      cause: error,
    });
  }
}

/** Read with one view of the database: what is committed meanwhile is not seen. */
export function read<T>(connection: Connection, work: () => T): T {
  return within(connection, () => connection.database.transaction(work).deferred());
}

/** Write all or nothing, alone: the write lock is taken first, so what `work` reads is still true when it writes. */
export function write<T>(connection: Connection, work: () => T): T {
  const { database, turns } = connection;
  const alone = (): T => database.transaction(work).immediate();
  // Within a transaction the turn is this one's already.
  return within(connection, () => (database.inTransaction ? alone() : turns.take(alone)));
}

function within<T>(connection: Connection, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asStorageError(error, connection.path);
  }
}

/** Two processes that meet on a new file may both be told "locked" at once here: SQLite does not wait for this one. */
async function turnOnWriteAheadLog(database: Database): Promise<void> {
  if (database.memory) return;
  for (let waited = 0; ; waited += 25) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (sqliteCode(error)?.startsWith('SQLITE_BUSY') !== true || waited >= BUSY_MILLISECONDS) throw error;
      await wait(25);
    }
  }
}
