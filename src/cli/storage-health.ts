import { existsSync } from 'node:fs';
import { openStorage } from '../../storage/open.ts';
import type { Clock } from '../time/clock.ts';
import type { StorageHealth } from './rooms.ts';

/** Looks into the database without creating one. Throws what the storage throws when it cannot be opened. */
export async function storageHealth(path: string, clock: Clock): Promise<StorageHealth> {
  if (!existsSync(path)) return { kind: 'new' };
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
