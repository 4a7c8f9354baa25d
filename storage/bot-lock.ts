import { hostname } from 'node:os';
import { z } from 'zod';
import type { Clock } from '../src/time/clock.ts';
import { openDatabase } from './connection.ts';
import type { Meta } from './meta.ts';
import { asStorageError, sqliteCode, StorageError } from './storage-error.ts';

/** Who runs on this database; written after the lock is held, and left behind by a process that was killed. */
export const BotProcess = z.object({ pid: z.int(), host: z.string(), since: z.coerce.date() }).readonly();
export type BotProcess = z.infer<typeof BotProcess>;

export type BotLock = { release(): void };

/** A command may hold the lock for the moment of a migration; a bot that starts just then waits this long. */
const PATIENCE_MILLISECONDS = 500;
const META_KEY = 'bot';

/**
 * Takes the one bot's lock, or answers null when a bot has it. The lock is an open exclusive transaction on a database
 * of its own beside the real one: the operating system ends it with the process, however that ends.
 */
export async function takeBotLock(path: string): Promise<BotLock | null> {
  if (path === ':memory:') return { release: () => undefined };
  const file = `${path}.lock`;
  const database = await openDatabase(file, PATIENCE_MILLISECONDS);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY') === true) return null;
    throw asStorageError(error, file);
  }
  return { release: () => void database.close() };
}

export async function introduceBot(meta: Meta, clock: Clock): Promise<void> {
  await meta.set(META_KEY, { pid: process.pid, host: hostname(), since: clock.now() });
}

export async function readBot(meta: Meta): Promise<BotProcess | null> {
  const said = BotProcess.safeParse(await meta.get(META_KEY));
  return said.success ? said.data : null;
}

export function botRunning(path: string, bot: BotProcess | null): StorageError {
  const who =
    bot === null ? 'another process' : `process ${bot.pid} on ${bot.host}, since ${bot.since.toISOString()}`;
  return new StorageError({
    code: 'bot-running',
    message: `A bot already runs on ${path}: ${who}. Two would say everything twice.`,
    hint: 'Stop the other one, or give this one a database of its own. Commands may be used while it runs.',
  });
}
