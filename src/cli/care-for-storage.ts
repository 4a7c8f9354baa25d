import { stat } from 'node:fs/promises';
import { openStorage } from '../../storage/open.ts';
import { restoreBackup } from '../../storage/restore.ts';
import type { Clock } from '../time/clock.ts';

/** Copies the database while it is in use, too. */
export async function backUp(
  path: string,
  to: string,
  clock: Clock,
): Promise<{ readonly path: string; readonly bytes: number }> {
  const storage = await openStorage(path, { clock, exclusive: false });
  try {
    const copy = await storage.backup(to);
    return { path: copy.path, bytes: (await stat(copy.path)).size };
  } finally {
    storage.close();
  }
}

/** Puts a backup in the place of the database. */
export async function restore(path: string, from: string, clock: Clock) {
  const { report, setAside, ...restored } = await restoreBackup(from, path, { clock });
  return { ...restored, setAside, incidents: report.incidents, events: report.events };
}

/** Deletes one incident, also while the bot runs. */
export async function forget(
  path: string,
  incident: string,
  how: { readonly reason: string; readonly clock: Clock },
) {
  const storage = await openStorage(path, { clock: how.clock, exclusive: false });
  try {
    await storage.forgetting.forget(incident, how.reason);
  } finally {
    storage.close();
  }
}
