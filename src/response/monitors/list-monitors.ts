import { didYouMean } from '../../config/nearest.ts';
import { redact } from '../../redact/redact.ts';
import { parseCron } from '../../time/cron.ts';
import { slotAfter } from '../../time/cron-slots.ts';
import type { MonitorRun, Mute } from '../store/monitor-store.ts';
import { monitorsOf } from './run-monitors.ts';
import type { Refusal } from '../responder.ts';
import type { Services } from '../services.ts';

/** A monitor as people see it. */
export type MonitorView = {
  readonly name: string;
  readonly model: string;
  /** The check or the metric. */
  readonly watches: string;
  readonly next: Date | null;
  readonly last: MonitorRun | null;
  /** The last measured values, oldest first. */
  readonly values: readonly (number | null)[];
  readonly mute: Mute | null;
};

const SHOWN = 16;
const LONGEST_MUTE_MS = 90 * 86_400_000;

export async function listMonitors(services: Services, now: Date): Promise<readonly MonitorView[]> {
  const store = services.monitors;
  const mutes = (await store?.mutes(now)) ?? [];
  return Promise.all(
    monitorsOf(services.config).map(async ({ name, monitor }): Promise<MonitorView> => {
      const runs = ((await store?.runs(name, SHOWN * 2)) ?? [])
        .filter((run) => run.slot <= now)
        .slice(0, SHOWN);
      const read = parseCron(monitor.schedule.cron);
      return {
        name,
        model: monitor.model,
        watches: monitor.check ?? monitor.metric ?? '',
        next: read.kind === 'cron' ? slotAfter(read.cron, monitor.schedule.timezone, now) : null,
        last: runs[0] ?? null,
        values: runs.toReversed().map((run) => run.value),
        mute: mutes.find((one) => one.monitor === name) ?? null,
      };
    }),
  );
}

type Changed = { readonly kind: 'done' } | Refusal;

/** A muted monitor runs on and sends nothing, until then. */
export async function muteMonitor(
  services: Services,
  input: {
    readonly monitor: string;
    readonly until: Date;
    readonly reason: string;
    readonly person: string;
    readonly now: Date;
  },
): Promise<Changed> {
  const unknown = refuseUnknown(services, input.monitor);
  if (unknown !== null) return unknown;
  const reason = redact(input.reason.trim());
  if (reason === '')
    return refused(
      'a mute needs a reason',
      `Example: monitors mute ${input.monitor} 2h the table is backfilled`,
    );
  if (input.until <= input.now)
    return refused('a mute needs an end that is to come', 'Example: 2h, or 2026-03-09T18:00Z');
  // Written so that an end beyond every calendar, which is no time at all, is refused too.
  if (!(input.until.getTime() <= input.now.getTime() + LONGEST_MUTE_MS))
    return refused(
      'a mute lasts 90 days at most',
      'What stays quiet for longer is expected: write it under expected of the monitor, with its reason.',
    );
  await services.monitors?.mute({
    monitor: input.monitor,
    from: input.now,
    until: input.until,
    reason,
    by: input.person,
  });
  services.log.info('a monitor was muted', { monitor: input.monitor, by: input.person, reason });
  return { kind: 'done' };
}

export async function unmuteMonitor(
  services: Services,
  input: { readonly monitor: string; readonly now: Date },
): Promise<Changed> {
  const unknown = refuseUnknown(services, input.monitor);
  if (unknown !== null) return unknown;
  return (await services.monitors?.unmute(input.monitor, input.now)) === true
    ? { kind: 'done' }
    : refused(`${input.monitor} is not muted`, 'Which are: monitors');
}

function refuseUnknown(services: Services, name: string): Refusal | null {
  const names = Object.keys(services.config.config.monitors);
  if (services.monitors !== undefined && names.includes(name)) return null;
  return refused(
    `there is no monitor '${name}'${didYouMean(name, names)}`,
    names.length === 0 ? 'Name some under monitors in fishbone.yml.' : `Monitors: ${names.join(', ')}.`,
  );
}

const refused = (message: string, hint: string): Refusal => ({ kind: 'refused', message, hint });
