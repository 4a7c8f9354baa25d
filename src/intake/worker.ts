import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { Alert } from '../alert/alert.ts';
import { alertFormats } from '../alert/formats.ts';
import type { Known } from '../alert/known.ts';
import { problemsOf } from '../alert/problems.ts';
import { redact } from '../redact/redact.ts';
import { deadlyReason, isDeadly } from '../response/store/deadly.ts';
import type { Log } from '../response/ports.ts';
import type { Inbox, InboxItem } from '../response/store/inbox.ts';
import type { Clock } from '../time/clock.ts';
import type { Counters } from './counters.ts';
import { createBell } from './bell.ts';
import { createTurnsOfModels } from './turns-of-models.ts';

/**
 * Hands one alert to the incident it belongs to: the responder's `receiveAlert`. `delivery` names the alert for ever, so
 * that one handled again after a crash is known.
 */
export type HandleAlert = (
  alert: Alert,
  now: Date,
  delivery: string,
) => Promise<{ readonly incident: string | null; readonly meeting: string; readonly reason: string }>;

export type AlertWorker = {
  /** Look now: something came in. */
  wake(): void;
  /** Handles what still waits, for at most `graceMs`, and stops; the rest stays in the inbox for the next start. */
  close(graceMs?: number): Promise<void>;
};

/** Items are ours this long; handling an alert takes far less, because triage goes on in the background. */
const leaseSeconds = 120;
/** Few at once: between two rounds requests and people have their turn. */
const claimAtOnce = 10;
/** Seconds before the second, third … try. After the last one the item is kept for inspection. */
const retryAfterSeconds = [1, 5, 30, 120, 600] as const;

type Ports = {
  readonly inbox: Inbox;
  readonly handle: HandleAlert;
  readonly known: Known;
  readonly clock: Clock;
  readonly log: Log;
  readonly counters?: Counters;
  /** How often to look without being woken: for what is due again, or was left behind by a crash. */
  readonly pollMs?: number;
};

/**
 * Takes alerts out of the inbox, oldest first, and those of one model one at a time, because a resolve must not overtake its
 * alert. Those of different models have nothing to do with each other and share their waits for the disk. An item
 * is done only after all its alerts were handled: after a crash an alert may be handled twice, never not at all. One that
 * fails steps aside until it is due again.
 */
export function startAlertWorker(ports: Ports): AlertWorker {
  const bell = createBell();
  const handled = new Map<number, Set<number>>();
  let stopAt: number | null = null;

  const mayGoOn = () => stopAt === null || performance.now() < stopAt;
  const run = async (): Promise<void> => {
    for (;;) {
      while (mayGoOn() && (await handleNext(ports, handled, mayGoOn)));
      if (stopAt !== null) return;
      await bell.wait(ports.pollMs ?? 1000);
    }
  };
  const running = run();

  return {
    wake: () => bell.ring(),
    async close(graceMs = 5000) {
      stopAt ??= performance.now() + graceMs;
      bell.ring();
      await running;
    },
  };
}

/** Handles the oldest items that are due; false when there are none. Never rejects. */
async function handleNext(
  ports: Ports,
  handled: Map<number, Set<number>>,
  mayGoOn: () => boolean,
): Promise<boolean> {
  try {
    const now = ports.clock.now();
    const items = await ports.inbox.claim({ kind: 'alert', limit: claimAtOnce, now, leaseSeconds });
    const turns = createTurnsOfModels();
    const began = performance.now();
    const work = items.map((item) => {
      const read = readAlerts(item, ports.known);
      return turns.take(modelsOf(read), async () => {
        // What is left is taken back by the next start.
        if (mayGoOn()) await handleItem(item, read, ports, handled);
      });
    });
    await allSettledOrThrow(work);
    await makeRoom(items.length === claimAtOnce ? performance.now() - began : 0);
    return items.length > 0;
  } catch (error) {
    ports.log.error('the inbox of alerts could not be read or written', { error: words(error) });
    return false;
  }
}

/** Requests and people come first; in a storm they get as much time as the alerts took. */
async function makeRoom(tookMs: number): Promise<void> {
  if (tookMs < 1) await nextTurn();
  else await sleep(Math.min(tookMs, 50));
}

/** Only when all have ended is the first failure told: nothing of a claim goes on behind the next one. */
async function allSettledOrThrow(work: readonly Promise<void>[]): Promise<void> {
  for (const one of await Promise.allSettled(work)) {
    if (one.status === 'rejected') throw one.reason;
  }
}

async function handleItem(
  item: InboxItem,
  read: Read,
  ports: Ports,
  handled: Map<number, Set<number>>,
): Promise<void> {
  if (read.kind === 'malformed') {
    ports.log.warn('an inbox item holds no alert and is kept for inspection', {
      item: item.id,
      source: item.source,
    });
    return ports.inbox.failed(item.id, `malformed: ${read.problems.join('; ')}`, null);
  }
  if (isDeadly(item)) {
    ports.log.error('an inbox item is kept for inspection', { item: item.id, reason: deadlyReason });
    return ports.inbox.failed(item.id, deadlyReason, null);
  }
  const done = handled.get(item.id) ?? new Set<number>();
  handled.set(item.id, done);
  const outcomes: string[] = [];
  const failures: string[] = [];
  for (const [index, alert] of read.alerts.entries()) {
    if (done.has(index)) continue;
    try {
      const met = await ports.handle(alert, ports.clock.now(), `inbox ${item.id} alert ${index + 1}`);
      done.add(index);
      outcomes.push(met.incident === null ? met.meeting : `${met.meeting} ${met.incident}`);
      ports.counters?.count('fishbone_alerts_handled_total', { source: item.source, outcome: met.meeting });
      ports.log.info('an alert was handled', { item: item.id, source: item.source, ...met });
    } catch (error) {
      failures.push(words(error));
      ports.counters?.count('fishbone_alerts_handled_total', { source: item.source, outcome: 'failed' });
      ports.log.error('an alert could not be handled', {
        item: item.id,
        source: item.source,
        error: words(error),
      });
    }
  }
  if (failures.length > 0) return tryAgain(item, failures, ports, handled);
  await ports.inbox.done(item.id, outcomes.join(', '));
  handled.delete(item.id);
}

async function tryAgain(
  item: InboxItem,
  failures: readonly string[],
  ports: Ports,
  handled: Map<number, Set<number>>,
): Promise<void> {
  const seconds = retryAfterSeconds[item.failures];
  const retryAt = seconds === undefined ? null : new Date(ports.clock.now().getTime() + seconds * 1000);
  await ports.inbox.failed(item.id, failures.join('; '), retryAt);
  if (retryAt === null) handled.delete(item.id);
}

type Read =
  | { readonly kind: 'alerts'; readonly alerts: readonly Alert[] }
  | { readonly kind: 'malformed'; readonly problems: readonly string[] };

/** A webhook's body is read in its source's format; channel messages and monitors leave a finished alert. */
function readAlerts(item: InboxItem, known: Known): Read {
  const format = alertFormats.find(({ name }) => name === item.source);
  if (format !== undefined) return format.parse(item.body, { known, receivedAt: item.receivedAt });
  const alert = Alert.safeParse(item.body);
  return alert.success
    ? { kind: 'alerts', alerts: [alert.data] }
    : { kind: 'malformed', problems: problemsOf(alert.error) };
}

/** Alerts without a model open nothing; they keep their order among themselves. */
function modelsOf(read: Read): readonly string[] {
  return read.kind === 'malformed' ? [] : [...new Set(read.alerts.map(({ model }) => model ?? ''))];
}

function words(error: unknown): string {
  return redact(error instanceof Error ? error.message : String(error));
}
