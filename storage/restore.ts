import { existsSync } from 'node:fs';
import { copyFile, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Clock } from '../src/time/clock.ts';
import { takeBotLock } from './bot-lock.ts';
import { connect } from './connection.ts';
import { checkIntegrity } from './integrity.ts';
import type { IntegrityReport } from './integrity.ts';
import { migrate } from './migrate.ts';
import { StorageError } from './storage-error.ts';

export type Restored = {
  readonly path: string;
  readonly report: IntegrityReport;
  readonly setAside: string | null;
};

/**
 * Puts a backup in the place of the database. It is looked at first, and brought up to date; what was there before is kept
 * beside it. What waited to be said when the backup was made may be in Slack by now, so each of it is looked for there
 * before it is said. Throws `bot-running` while a bot has the database, `damaged` when the backup is.
 */
export async function restoreBackup(
  from: string,
  to: string,
  { clock }: { readonly clock: Clock },
): Promise<Restored> {
  const [backup, path] = [resolve(from), resolve(to)];
  if (!existsSync(backup))
    throw new StorageError({
      code: 'cannot-open',
      message: `There is no backup ${backup}.`,
      hint: 'Name the file that `fishbone backup` wrote.',
    });
  const lock = await takeBotLock(path);
  if (lock === null)
    throw new StorageError({
      code: 'bot-running',
      message: `A bot runs on ${path}.`,
      hint: 'Stop the bot first; then restore, and start it again.',
    });
  const copy = `${path}.restoring`;
  try {
    await rm(copy, { force: true });
    await copyFile(backup, copy);
    const report = await prepare(copy, clock);
    const setAside = existsSync(path) ? `${path}.before-${stamp(clock.now())}` : null;
    if (setAside !== null) await rename(path, setAside);
    for (const rest of ['-wal', '-shm']) await rm(`${path}${rest}`, { force: true });
    await rename(copy, path);
    return { path, report, setAside };
  } finally {
    for (const rest of ['', '-wal', '-shm', '.lock']) await rm(`${copy}${rest}`, { force: true });
    lock.release();
  }
}

async function prepare(copy: string, clock: Clock): Promise<IntegrityReport> {
  const connection = await connect(copy, { clock, log: null });
  try {
    migrate(connection);
    connection.database.exec(
      `UPDATE outbox SET unclear = 1, first_taken_at = coalesce(first_taken_at, '1970-01-01T00:00:00.000Z')
         WHERE state = 'waiting'`,
    );
    const report = checkIntegrity(connection);
    if (!report.ok)
      throw new StorageError({
        code: 'damaged',
        message: `The backup is damaged: ${report.problems[0]?.what ?? 'it cannot be read'}.`,
        hint: 'Take an older backup; the database was not touched.',
      });
    connection.database.pragma('wal_checkpoint(TRUNCATE)');
    return report;
  } finally {
    connection.database.close();
  }
}

function stamp(now: Date): string {
  return now.toISOString().replaceAll(/[-:]|\..*/g, '');
}
