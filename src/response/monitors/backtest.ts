import type { ModelConfig } from '../../config/schema.ts';
import type { NamedMonitor } from '../../monitors/alert-of.ts';
import { failed, judge } from '../../monitors/judge.ts';
import type { Judged } from '../../monitors/judge.ts';
import { noProfilesYet } from '../../monitors/known-profiles.ts';
import { milliseconds, spansAt } from '../../monitors/spans.ts';
import { parseCron } from '../../time/cron.ts';
import { slotsBetween } from '../../time/cron-slots.ts';
import { measureMonitors } from './measure-monitors.ts';
import type { MonitorRun } from '../store/monitor-store.ts';
import type { Warehouses } from '../ports.ts';
import { whatToSay } from './settle-run.ts';

/** One slot replayed: what the monitor would have said then. */
export type ReplayedRun = {
  readonly slot: Date;
  readonly judged: Judged;
  readonly fired: boolean;
  /** Its alert was out: sent, and not taken back. */
  readonly firing: boolean;
};

/** A stretch in which the monitor had its alert out. */
export type Episode = {
  readonly from: Date;
  /** The first slot at which it was over; null when it lasted to the end. */
  readonly to: Date | null;
  readonly on: string;
  readonly reason: string;
};

export type Backtest = {
  readonly monitor: string;
  readonly runs: readonly ReplayedRun[];
  readonly episodes: readonly Episode[];
};

export type BacktestInput = {
  readonly modelName: string;
  readonly model: ModelConfig;
  /** All of this model; they share scans at the slots that they share. */
  readonly monitors: readonly NamedMonitor[];
  readonly from: Date;
  readonly to: Date;
  /** Replays every so many of the slots: a coarser look, for less work. */
  readonly every?: (monitor: NamedMonitor) => number;
  readonly warehouses: Pick<Warehouses, 'open'>;
  readonly signal: AbortSignal;
  readonly onSlot?: (slot: Date, done: number, of: number) => void;
};

const MOST_SLOTS = 100_000;

/** Replays monitors over history: at each slot nothing later is read, no label that became known later counts. */
export async function backtest(input: BacktestInput): Promise<readonly Backtest[]> {
  const { modelName, model, monitors, warehouses, signal } = input;
  const due = new Map<number, NamedMonitor[]>();
  for (const named of monitors)
    for (const slot of slotsOf(named, input)) due.set(slot, [...(due.get(slot) ?? []), named]);
  const known = noProfilesYet();
  const slots = [...due.keys()].toSorted((a, b) => a - b);
  const replayed = new Map<string, MonitorRun[]>(monitors.map(({ name }) => [name, []]));
  const found = new Map<string, ReplayedRun[]>(monitors.map(({ name }) => [name, []]));
  for (const [done, at] of slots.entries()) {
    signal.throwIfAborted();
    const slot = new Date(at);
    input.onSlot?.(slot, done, slots.length);
    const group = due.get(at) ?? [];
    const seconds = Math.max(...group.map(({ monitor }) => milliseconds(monitor.timeout) / 1000));
    const measured = await measureMonitors(
      warehouses,
      { modelName, model, monitors: group, slot, cut: slot, known },
      { seconds, signal },
    );
    for (const named of group) {
      const earlier = (replayed.get(named.name) ?? []).toReversed();
      const outcome = measured.get(named.name) ?? { failure: 'the run ended without an answer' };
      const judged =
        'failure' in outcome
          ? failed(outcome.failure)
          : judge({
              monitor: named.monitor,
              windows: spansAt(named.monitor, model, slot),
              watched: outcome,
              history: earlier.map((run) => ({
                slot: run.slot,
                size: run.size,
                alerted: run.outcome === 'shifted',
              })),
              mute: null,
            });
      const said = whatToSay({ ...named, slot }, judged, { earlier, muted: false });
      const alerted = said.alerts.some(({ status }) => status === 'firing');
      replayed.get(named.name)?.push(runOf(named.name, slot, judged, { firing: said.firing, alerted }));
      found.get(named.name)?.push({ slot, judged, fired: judged.outcome === 'shifted', firing: said.firing });
    }
  }
  return monitors.map(({ name }) => {
    const runs = found.get(name) ?? [];
    return { monitor: name, runs, episodes: episodesOf(runs) };
  });
}

/** A replayed run as it is kept for thresholds to be learnt from. */
export function runOf(
  monitor: string,
  slot: Date,
  judged: Judged,
  { firing, alerted }: { readonly firing: boolean; readonly alerted: boolean },
): MonitorRun {
  const { outcome, value, size, threshold, n, reason } = judged;
  return {
    monitor,
    slot,
    cause: 'replayed',
    missed: 0,
    startedAt: slot,
    finishedAt: slot,
    outcome,
    value,
    size,
    threshold,
    n,
    reason,
    firing,
    alerted,
  };
}

function slotsOf(named: NamedMonitor, { from, to, every }: BacktestInput): readonly number[] {
  const { monitor } = named;
  const read = parseCron(monitor.schedule.cron);
  if (read.kind === 'wrong') return [];
  const span = { after: new Date(from.getTime() - 1), until: to, most: MOST_SLOTS };
  return slotsBetween(read.cron, monitor.schedule.timezone, span)
    .filter((_, index) => index % (every?.(named) ?? 1) === 0)
    .map((slot) => slot.getTime());
}

/** From the first alert until it is taken back. */
function episodesOf(runs: readonly ReplayedRun[]): readonly Episode[] {
  const episodes: Episode[] = [];
  let open: Episode | null = null;
  for (const { slot, judged, firing } of runs) {
    if (firing)
      open ??= { from: slot, to: null, on: judged.finding?.subject.name ?? '', reason: judged.reason };
    else if (open !== null) {
      episodes.push({ ...open, to: slot });
      open = null;
    }
  }
  return open === null ? episodes : [...episodes, open];
}
