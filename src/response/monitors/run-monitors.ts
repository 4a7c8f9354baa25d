import { createHash } from 'node:crypto';
import type { LoadedConfig } from '../../config/load.ts';
import type { NamedMonitor } from '../../monitors/alert-of.ts';
import type { KnownProfiles } from '../../monitors/known-profiles.ts';
import { milliseconds } from '../../monitors/spans.ts';
import { parseCron } from '../../time/cron.ts';
import { slotAtOrBefore, slotsBetween } from '../../time/cron-slots.ts';
import type { Clock } from '../../time/clock.ts';
import { measureMonitors } from './measure-monitors.ts';
import type { MonitorStore, RunCause } from '../store/monitor-store.ts';
import type { Log, Warehouses } from '../ports.ts';
import { settleRun } from './settle-run.ts';
import type { Inbox } from '../store/inbox.ts';

/** What the watch by itself needs of the world. */
export type Watching = {
  readonly config: LoadedConfig;
  readonly warehouses: Pick<Warehouses, 'open'>;
  readonly monitors: MonitorStore;
  readonly inbox: Pick<Inbox, 'accept'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly dataNow: () => Date | null;
  readonly known: KnownProfiles;
  /** An alert lies in the inbox. */
  readonly wake: () => void;
};

export type Due = NamedMonitor & { readonly slot: Date; readonly cause: RunCause; readonly missed: number };

/** Kept for as long as a budget of false alarms may look back. */
const KEPT_MS = 400 * 86_400_000;
/** Looked back through for the newest run that is not in the future: a clock may have been wrong for a while. */
const AHEAD = 50;

/**
 * Runs every monitor whose slot has come, once: what was missed while the bot was down is caught up by one run for the newest
 * slot. Slots are claimed right before they are run, so that no other process runs them too and no lease runs out in a queue.
 * Models are looked at side by side: one with a slow source holds up no other. Never rejects for one monitor's failure.
 */
export async function runDueMonitors(watching: Watching, now: Date, signal: AbortSignal): Promise<void> {
  const due: Due[] = [];
  for (const named of monitorsOf(watching.config)) {
    const one = await dueNow(watching.monitors, named, now);
    if (one !== null) due.push(one);
  }
  const models = Map.groupBy(due, ({ monitor }) => monitor.model);
  const ended = await Promise.allSettled(
    [...models.values()].map(async (ofModel) => {
      const together = Map.groupBy(
        ofModel,
        ({ monitor, slot }) => `${slot.toISOString()} ${monitor.timeout}`,
      );
      for (const group of together.values()) await runGroup(watching, group, signal);
    }),
  );
  const broken = ended.find((one) => one.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  if (due.length > 0) await watching.monitors.prune(new Date(now.getTime() - KEPT_MS));
}

export function monitorsOf({ config }: LoadedConfig): readonly NamedMonitor[] {
  return Object.entries(config.monitors).map(([name, monitor]) => ({ name, monitor }));
}

/** The newest slot that nobody has run; null when there is none yet. */
async function dueNow(store: MonitorStore, named: NamedMonitor, now: Date): Promise<Due | null> {
  const { name, monitor } = named;
  const { cron, timezone, jitter } = monitor.schedule;
  const read = parseCron(cron);
  if (read.kind === 'wrong') return null;
  const at = new Date(now.getTime() - jitterOf(name, milliseconds(jitter)));
  const slot = slotAtOrBefore(read.cron, timezone, at);
  if (slot === null) return null;
  const runs = await store.runs(name, AHEAD);
  const last = runs.find((run) => run.slot <= now && run.cause !== 'replayed');
  if (last === undefined) return { ...named, slot, cause: 'scheduled', missed: 0 };
  if (last.slot >= slot) return null;
  const between = slotsBetween(read.cron, timezone, { after: last.slot, until: slot, most: 100_000 });
  const missed = Math.max(0, between.length - 1);
  return { ...named, slot, cause: missed > 0 ? 'caught-up' : 'scheduled', missed };
}

/** Always the same for one name, so that the same monitors stay apart. */
function jitterOf(name: string, most: number): number {
  return most === 0 ? 0 : createHash('sha256').update(name).digest().readUInt32BE(0) % most;
}

async function claimed(watching: Watching, due: Due): Promise<boolean> {
  const { name, monitor, slot, cause, missed } = due;
  const now = watching.clock.now();
  const leaseSeconds = milliseconds(monitor.timeout) / 1000 + 60;
  const claim = await watching.monitors.claim({ monitor: name, slot, cause, missed, now, leaseSeconds });
  switch (claim.kind) {
    case 'claimed':
      return true;
    case 'taken':
      return false;
    case 'overlaps':
      watching.log.warn('a monitor is due while its last run goes on', {
        monitor: name,
        slot: slot.toISOString(),
        running: claim.slot.toISOString(),
      });
      return false;
  }
}

async function runGroup(watching: Watching, all: readonly Due[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const group: Due[] = [];
  for (const due of all) if (await claimed(watching, due)) group.push(due);
  const [first] = group;
  if (first === undefined) return;
  const { slot, monitor } = first;
  const model = watching.config.config.models[monitor.model];
  if (model === undefined) return;
  const data = watching.dataNow();
  const measured = await measureMonitors(
    watching.warehouses,
    {
      modelName: monitor.model,
      model,
      monitors: group,
      slot,
      known: watching.known,
      cut: data !== null && data < slot ? data : slot,
    },
    { seconds: milliseconds(monitor.timeout) / 1000, signal },
  );
  for (const due of group) {
    const outcome = measured.get(due.name) ?? { failure: 'the run ended without an answer' };
    try {
      await settleRun(watching, { due, model, outcome });
    } catch (error) {
      watching.log.error('the run of a monitor could not be kept', {
        monitor: due.name,
        error: String(error),
      });
    }
  }
}
