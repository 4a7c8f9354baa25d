import { z } from 'zod';
import { read, write } from './connection.ts';
import type { Connection } from './connection.ts';

/** Small things to remember about this installation across restarts; whoever reads one parses it. */
export type Meta = {
  /** The JSON value kept under this key; null when there is none. Dates come back as ISO text. */
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
};

const Kept = z.object({ value: z.string().transform((text): unknown => JSON.parse(text)) }).optional();

export function createMeta(connection: Connection): Meta {
  const { database, clock } = connection;
  const select = database.prepare('SELECT value FROM meta WHERE key = ?');
  const upsert = database.prepare(
    `INSERT INTO meta (key, value, changed_at) VALUES (@key, @value, @changedAt)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`,
  );

  return {
    async get(key) {
      const kept = Kept.parse(read(connection, () => select.get(key)));
      return kept?.value ?? null;
    },

    async set(key, value) {
      const row = { key, value: JSON.stringify(value ?? null), changedAt: clock.now().toISOString() };
      write(connection, () => upsert.run(row));
    },
  };
}
