import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { connect } from '../../storage/connection.ts';
import type { Connection } from '../../storage/connection.ts';
import { migrate } from '../../storage/migrate.ts';
import { openStorage } from '../../storage/open.ts';
import type { Storage } from '../../storage/open.ts';
import { StorageError } from '../../storage/storage-error.ts';
import { declared, noonClock } from './events.ts';

/** A path for a database in a folder of its own, which is gone after the test. */
export function temporaryFile(name = 'fishbone.db'): string {
  const folder = mkdtempSync(join(tmpdir(), 'fishbone-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, name);
}

export async function openForTest(path: string, exclusive = false): Promise<Storage> {
  const storage = await openStorage(path, { clock: noonClock, exclusive });
  onTestFinished(() => storage.close());
  return storage;
}

/** The error that the storage answers with; fails the test when there is none, or another kind. */
export async function failureOf(work: () => unknown): Promise<StorageError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof StorageError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

/** The bare database below a storage, migrated: for what cannot be provoked from above. */
export async function connectForTest(path: string): Promise<Connection> {
  const connection = await connect(path, { clock: noonClock, log: null });
  onTestFinished(() => void connection.database.close());
  migrate(connection);
  return connection;
}

/** Declares an incident and answers with its id; fails the test when the key is taken. */
export async function declareFor(
  storage: Pick<Storage, 'incidents'>,
  key: string,
  model = 'ranker',
): Promise<string> {
  const answer = await storage.incidents.declare({
    key,
    channel: 'C1',
    events: [declared(key, model)],
    announcements: [],
  });
  if (answer.kind !== 'declared') throw new Error(`${key} is open already: ${answer.incident}`);
  return answer.incident;
}
