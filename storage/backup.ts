import { access, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Connection } from './connection.ts';
import { asStorageError, StorageError } from './storage-error.ts';

/** Pages copied at a stretch: a write by another process in between starts the copy over, so few stretches are better. */
const PAGES_AT_ONCE = 20_000;

export type Backup = { readonly path: string; readonly pages: number };

/**
 * Copies the database while it is in use. The copy appears under its name only when it is whole. Throws
 * `backup-exists` rather than write over a file.
 */
export async function backUp({ database, path }: Connection, to: string): Promise<Backup> {
  const file = resolve(to);
  if (await exists(file))
    throw new StorageError({
      code: 'backup-exists',
      message: `There is a file ${file} already; a backup never replaces one.`,
      hint: 'Name another file, for instance with the date in it.',
    });
  const unfinished = `${file}.unfinished`;
  try {
    await rm(unfinished, { force: true });
    const { totalPages } = await database.backup(unfinished, { progress: () => PAGES_AT_ONCE });
    await rename(unfinished, file);
    return { path: file, pages: totalPages };
  } catch (error) {
    // Tidying up may fail for the same reason; the reason is what counts.
    await rm(unfinished, { force: true }).catch(() => undefined);
    const said = asStorageError(error, path);
    if (said instanceof StorageError) throw said;
    throw new StorageError({
      code: 'cannot-open',
      message: `The backup ${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      hint: 'Check that its folder exists and that the user that runs Fishbone may write to it.',
      cause: error,
    });
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
