import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { openStorage } from '../../storage/open.ts';
import type { Clock } from '../time/clock.ts';
import type { StorageHealth } from './rooms.ts';

/** Looks into the database without creating one. Throws what the storage throws when it cannot be opened. */
export async function storageHealth(path: string, clock: Clock): Promise<StorageHealth> {
  if (path === ':memory:') return { kind: 'in-memory' };
  if (!existsSync(path)) return newFile(path);
  const storage = await openStorage(path, { clock, exclusive: false });
  try {
    const report = await storage.check();
    if (!report.ok) return { kind: 'damaged', problems: report.problems };
    const { incidents, events, bytes } = report;
    return {
      kind: 'sound',
      words: `${incidents} incidents, ${events} events, ${Math.ceil(bytes / 1024)} kB`,
    };
  } finally {
    storage.close();
  }
}

/** Whether the file could be made: the nearest folder that exists must be one that this user may write to. */
function newFile(path: string): StorageHealth {
  const above = nearestAbove(path);
  if (statSync(above).isDirectory() && mayWrite(above)) return { kind: 'new' };
  const why = statSync(above).isDirectory() ? 'this user may not write to it' : 'it is no folder';
  return {
    kind: 'damaged',
    problems: [
      {
        what: `the file cannot be made in ${above}: ${why}`,
        hint: 'Name a folder under storage.path that the user that runs Fishbone may write to.',
      },
    ],
  };
}

function nearestAbove(path: string): string {
  const above = dirname(path);
  return existsSync(above) || above === path ? above : nearestAbove(above);
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
