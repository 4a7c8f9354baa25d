import { z } from 'zod';
import type { Claim, MonitorRun, MonitorStore, Mute } from '../src/response/store/monitor-store.ts';
import { read, write } from './connection.ts';
import type { Connection } from './connection.ts';
import { leaseEnd } from './lease.ts';
import { StorageError } from './storage-error.ts';

const flag = z.int().transform((value) => value === 1);

const Run = z
  .object({
    monitor: z.string(),
    slot: z.coerce.date(),
    cause: z.enum(['scheduled', 'caught-up', 'replayed']),
    missed: z.int(),
    startedAt: z.coerce.date(),
    finishedAt: z.coerce.date().nullable(),
    outcome: z.enum(['running', 'steady', 'shifted', 'quiet', 'inconclusive', 'failed']),
    value: z.number().nullable(),
    size: z.number().nullable(),
    threshold: z.number().nullable(),
    n: z.number().nullable(),
    reason: z.string(),
    firing: flag,
    alerted: flag,
  })
  .readonly();

const MuteRow = z
  .object({
    monitor: z.string(),
    from: z.coerce.date(),
    until: z.coerce.date(),
    reason: z.string(),
    by: z.string(),
  })
  .readonly();

const columns = `monitor, slot, cause, missed, started_at AS startedAt, finished_at AS finishedAt, outcome, value, size,
  threshold, n, reason, firing, alerted`;

/** Runs and mutes of monitors in SQLite: the primary key settles who runs a slot, also between processes. */
export function createMonitorStore(connection: Connection): MonitorStore {
  const { database } = connection;
  // It had an alert out before it was cut off, if the run before it had.
  const giveUp = database.prepare(
    `UPDATE monitor_runs AS cut SET outcome = 'failed', finished_at = @now, taken_until = NULL,
       reason = 'the process ended during the run',
       firing = coalesce((SELECT firing FROM monitor_runs WHERE monitor = cut.monitor AND slot < cut.slot
                          ORDER BY slot DESC LIMIT 1), 0)
     WHERE monitor = @monitor AND outcome = 'running' AND taken_until <= @now`,
  );
  const running = database
    .prepare(`SELECT slot FROM monitor_runs WHERE monitor = ? AND outcome = 'running' ORDER BY slot LIMIT 1`)
    .pluck();
  const known = database
    .prepare('SELECT 1 FROM monitor_runs WHERE monitor = @monitor AND slot = @slot')
    .pluck();
  const insert = database.prepare(
    `INSERT INTO monitor_runs (monitor, slot, cause, missed, started_at, taken_until, outcome)
     VALUES (@monitor, @slot, @cause, @missed, @now, @until, 'running')
     ON CONFLICT (monitor, slot) DO NOTHING`,
  );
  const finish = database.prepare(
    `UPDATE monitor_runs SET outcome = @outcome, finished_at = @finishedAt, taken_until = NULL, value = @value,
       size = @size, threshold = @threshold, n = @n, reason = @reason, firing = @firing, alerted = @alerted
     WHERE monitor = @monitor AND slot = @slot AND outcome = 'running'`,
  );
  const newest = database.prepare(
    `SELECT ${columns} FROM monitor_runs WHERE monitor = ? ORDER BY slot DESC LIMIT ?`,
  );
  const replayed = database.prepare(
    `INSERT INTO monitor_runs (monitor, slot, cause, missed, started_at, finished_at, outcome, value, size, threshold, n,
       reason, firing, alerted)
     VALUES (@monitor, @slot, 'replayed', 0, @startedAt, @finishedAt, @outcome, @value, @size, @threshold, @n, @reason, 0, @alerted)
     ON CONFLICT (monitor, slot) DO NOTHING`,
  );
  const mute = database.prepare(
    `INSERT INTO monitor_mutes (monitor, muted_at, until, reason, by) VALUES (@monitor, @from, @until, @reason, @by)
     ON CONFLICT (monitor) DO UPDATE SET muted_at = excluded.muted_at, until = excluded.until,
       reason = excluded.reason, by = excluded.by`,
  );
  const unmute = database.prepare('DELETE FROM monitor_mutes WHERE monitor = @monitor AND until > @now');
  const muted = database.prepare(
    `SELECT monitor, muted_at AS "from", until, reason, by FROM monitor_mutes WHERE until > ? ORDER BY monitor`,
  );
  const prune = database.prepare(`DELETE FROM monitor_runs WHERE slot < ? AND outcome <> 'running'`);

  return {
    async claim({ monitor, slot, cause, missed, now, leaseSeconds }) {
      const row = {
        monitor,
        slot: slot.toISOString(),
        cause,
        missed,
        now: now.toISOString(),
        until: leaseEnd(now, leaseSeconds),
      };
      return write(connection, (): Claim => {
        giveUp.run({ monitor, now: row.now });
        if (known.get({ monitor, slot: row.slot }) !== undefined) return { kind: 'taken' };
        const other = z.string().optional().parse(running.get(monitor));
        if (other !== undefined) return { kind: 'overlaps', slot: new Date(other) };
        return insert.run(row).changes === 1 ? { kind: 'claimed' } : { kind: 'taken' };
      });
    },

    async finish(run) {
      const row = {
        ...run,
        ...numbersOf(run),
        slot: run.slot.toISOString(),
        finishedAt: run.finishedAt.toISOString(),
      };
      const { changes } = write(connection, () => finish.run(row));
      if (changes === 0)
        throw new StorageError({
          code: 'unknown-item',
          message: `The run of ${run.monitor} for ${row.slot} is not running any more.`,
          hint: 'It took longer than its lease; the next run says what it would have said.',
        });
    },

    async runs(monitor, limit) {
      const found: MonitorRun[] = z.array(Run).parse(read(connection, () => newest.all(monitor, limit)));
      return found;
    },

    async keepReplayed(run) {
      const row = {
        ...run,
        ...numbersOf(run),
        slot: run.slot.toISOString(),
        startedAt: run.startedAt.toISOString(),
        finishedAt: (run.finishedAt ?? run.startedAt).toISOString(),
      };
      write(connection, () => replayed.run(row));
    },

    async mute(given) {
      const row = { ...given, from: given.from.toISOString(), until: given.until.toISOString() };
      write(connection, () => mute.run(row));
    },

    async unmute(monitor, now) {
      return write(connection, () => unmute.run({ monitor, now: now.toISOString() }).changes > 0);
    },

    async mutes(now) {
      const found: Mute[] = z.array(MuteRow).parse(read(connection, () => muted.all(now.toISOString())));
      return found;
    },

    async prune(before) {
      return write(connection, () => prune.run(before.toISOString()).changes);
    },
  };
}

function numbersOf({ firing, alerted }: Pick<MonitorRun, 'firing' | 'alerted'>) {
  return { firing: Number(firing), alerted: Number(alerted) };
}
