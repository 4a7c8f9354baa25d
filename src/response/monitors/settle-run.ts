import type { Alert } from '../../alert/alert.ts';
import type { ModelConfig } from '../../config/schema.ts';
import { alertOfBlindness, alertOfShift } from '../../monitors/alert-of.ts';
import type { NamedMonitor } from '../../monitors/alert-of.ts';
import { failed, judge } from '../../monitors/judge.ts';
import type { Judged } from '../../monitors/judge.ts';
import { milliseconds, spansAt } from '../../monitors/spans.ts';
import type { Watched } from '../../monitors/watch.ts';
import type { MonitorRun } from '../store/monitor-store.ts';
import type { Due, Watching } from './run-monitors.ts';

/** A shift that lasts is said again after this long, as other monitors do. */
const AGAIN_MS = 4 * 3_600_000;
/** A month of runs every ten minutes. */
const LONG_HISTORY = 5000;
const SHORT_HISTORY = 60;

type Settling = {
  readonly due: Due;
  readonly model: ModelConfig;
  readonly outcome: Watched | { readonly failure: string };
};

/** Judges a run, sends what is to be said about it through the inbox, and only then keeps it as done. */
export async function settleRun(watching: Watching, { due, model, outcome }: Settling): Promise<Judged> {
  const { name, monitor, slot } = due;
  const { monitors, clock } = watching;
  const limit = monitor.false_alarms === undefined ? SHORT_HISTORY : LONG_HISTORY;
  const earlier = (await monitors.runs(name, limit)).filter(
    (run) => run.slot < slot && run.outcome !== 'running',
  );
  const mute = (await monitors.mutes(clock.now())).find((one) => one.monitor === name) ?? null;
  const judged =
    'failure' in outcome
      ? failed(outcome.failure)
      : judge({
          monitor,
          windows: spansAt(monitor, model, slot),
          watched: outcome,
          history: earlier.map((run) => ({
            slot: run.slot,
            size: run.size,
            alerted: run.outcome === 'shifted',
          })),
          mute,
        });
  const said = whatToSay(due, judged, { earlier, muted: mute !== null });
  for (const alert of said.alerts) await send(watching, name, slot, alert);
  await monitors.finish({
    monitor: name,
    slot,
    finishedAt: clock.now(),
    outcome: judged.outcome,
    value: judged.value,
    size: judged.size,
    threshold: judged.threshold,
    n: judged.n,
    reason: judged.reason + missedWords(due.missed),
    firing: said.firing,
    alerted: said.alerts.some((alert) => alert.status === 'firing'),
  });
  watching.log.info('a monitor ran', { monitor: name, slot: slot.toISOString(), outcome: judged.outcome });
  if (said.alerts.length > 0) watching.wake();
  return judged;
}

type Said = { readonly alerts: readonly Alert[]; readonly firing: boolean };

/** The alerts of a run, given the runs before it, newest first. */
export function whatToSay(
  due: NamedMonitor & { readonly slot: Date },
  judged: Judged,
  { earlier, muted }: { readonly earlier: readonly MonitorRun[]; readonly muted: boolean },
): Said {
  const { monitor, slot } = due;
  const wasFiring = earlier[0]?.firing ?? false;
  const misses = earlier.slice(
    0,
    firstIndex(earlier, (run) => !isMiss(run.outcome)),
  );
  const wasBlind = misses.some((run) => run.alerted);
  switch (judged.outcome) {
    case 'shifted': {
      const last = earlier.find((run) => run.outcome === 'shifted' && run.alerted);
      const isNews = !wasFiring || last === undefined || slot.getTime() - last.slot.getTime() >= AGAIN_MS;
      const firing = isNews ? [alertOfShift(due, judged, { slot, status: 'firing' })] : [];
      return { alerts: [...seesAgain(wasBlind), ...firing], firing: true };
    }
    case 'steady':
    case 'quiet': {
      // Quiet for being muted is not over.
      const isHeld = muted && judged.outcome === 'quiet';
      const isOver = wasFiring && !isHeld && isCalmAgain(due, earlier);
      const over = isOver ? [alertOfShift(due, judged, { slot, status: 'resolved' })] : [];
      return { alerts: [...seesAgain(wasBlind), ...over], firing: wasFiring && !isOver };
    }
    case 'inconclusive':
    case 'failed': {
      const runs = misses.length + 1;
      const isDue = runs >= monitor.misses && !wasBlind && !muted;
      const blind = alertOfBlindness(due, { reason: judged.reason, runs }, { slot, status: 'firing' });
      return { alerts: isDue ? [blind] : [], firing: wasFiring };
    }
  }

  function seesAgain(itWas: boolean): readonly Alert[] {
    if (!itWas) return [];
    return [alertOfBlindness(due, { reason: judged.reason, runs: 0 }, { slot, status: 'resolved' })];
  }
}

/**
 * A shift at the edge of chance comes and goes from run to run: while the windows overlap, it takes a second calm run to say that it
 * is over.
 */
function isCalmAgain(
  { monitor, slot }: NamedMonitor & { readonly slot: Date },
  earlier: readonly MonitorRun[],
): boolean {
  const last = earlier.find(({ outcome }) => !isMiss(outcome));
  return (
    last?.outcome !== 'shifted' ||
    slot.getTime() - last.slot.getTime() >= milliseconds(monitor.window.incident)
  );
}

function isMiss(outcome: MonitorRun['outcome']): boolean {
  return outcome === 'inconclusive' || outcome === 'failed';
}

function firstIndex<Item>(items: readonly Item[], is: (item: Item) => boolean): number {
  const index = items.findIndex(is);
  return index === -1 ? items.length : index;
}

async function send(watching: Watching, name: string, slot: Date, alert: Alert): Promise<void> {
  await watching.inbox.accept({
    source: 'monitor',
    kind: 'alert',
    key: `${alert.fingerprint} ${slot.toISOString()} ${alert.status}`,
    body: alert,
    receivedAt: watching.clock.now(),
  });
  watching.log.info('a monitor sent an alert', { monitor: name, status: alert.status, title: alert.title });
}

function missedWords(missed: number): string {
  if (missed === 0) return '';
  return missed === 1
    ? '; the slot before it was not run'
    : `; ${missed} slots before it were not run, and are not replayed`;
}
