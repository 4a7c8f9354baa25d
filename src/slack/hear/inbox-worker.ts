import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { deadlyReason, isDeadly } from '../../response/store/deadly.ts';
import type { Log } from '../../response/ports.ts';
import type { Inbox, InboxItem } from '../../response/store/inbox.ts';
import type { Clock } from '../../time/clock.ts';
import { laneOf } from './delivery.ts';
import type { Handle } from './inbox-first.ts';
import { readFailure } from '../send/send-failure.ts';
import { createWaiter } from '../waiter.ts';

const Body = z.record(z.string(), z.unknown());
const claimAtOnce = 20;
const mostAtOnce = 50;
const leaseSeconds = 60;
/** Seconds before the second, third … try; after the last one the item is kept for inspection. */
const retryAfterSeconds = [1, 5, 30, 120];
/** While Slack does not answer, the next try is this far off, and for so long there is one. */
const slackAwaySeconds = 15;
const slackAwayHours = 24;

/** Does the work under the name of its delivery, so that what it writes is written once, however often it is handled. */
export type AsDelivery = (delivery: string, work: () => Promise<void>) => Promise<void>;

export type InboxWorker = {
  /** Look now: something came in. */
  wake(): void;
  /** Stops taking new items and waits for those being handled, as long as it may; the next start handles the rest. */
  close(graceMs?: number): Promise<void>;
};

/**
 * Handles what the inbox holds: what just came in, what a crash left behind, and what failed and is due again. Items run
 * side by side, except reactions to one message, which keep their order. An item is done only after it was handled, so
 * after a crash it may be handled twice, never not at all; what it writes is written once.
 */
export function startInboxWorker(ports: {
  readonly inbox: Inbox;
  readonly handle: Handle;
  readonly asDelivery?: AsDelivery;
  readonly clock: Clock;
  readonly log: Log;
  /** How often to look without being woken: what became due again, or was left by another process. */
  readonly pollMs?: number;
  /** The last try failed: whoever asked should hear of it. */
  readonly gaveUp?: (body: unknown) => Promise<void>;
}): InboxWorker {
  const waiter = createWaiter();
  const running = new Map<number, Promise<void>>();
  const lanes = new Map<string, Promise<void>>();
  const life = { isOpen: true };

  const start = (item: InboxItem): void => {
    if (running.has(item.id)) return;
    const lane = laneOf(item.body);
    const before = (lane === null ? undefined : lanes.get(lane)) ?? Promise.resolve();
    const work = before.then(() => handleItem(item, ports));
    running.set(item.id, work);
    if (lane !== null) lanes.set(lane, work);
    void work.finally(() => {
      if (running.size === mostAtOnce) waiter.wake();
      running.delete(item.id);
      if (lane !== null && lanes.get(lane) === work) lanes.delete(lane);
    });
  };

  const loop = async (): Promise<void> => {
    while (life.isOpen) {
      const limit = Math.min(claimAtOnce, mostAtOnce - running.size);
      const items = limit > 0 ? await claim(ports, limit) : [];
      for (const item of items) start(item);
      if (items.length < claimAtOnce) await waiter.wait(ports.pollMs ?? 1000);
    }
  };
  const looping = loop();

  return {
    wake: () => waiter.wake(),
    async close(graceMs = 3000) {
      life.isOpen = false;
      waiter.wake();
      await looping;
      await Promise.race([Promise.all(running.values()), sleep(graceMs, undefined, { ref: false })]);
    },
  };
}

async function claim(
  ports: { inbox: Inbox; clock: Clock; log: Log },
  limit: number,
): Promise<readonly InboxItem[]> {
  try {
    return await ports.inbox.claim({
      kind: 'slack',
      limit,
      now: ports.clock.now(),
      leaseSeconds,
    });
  } catch (error) {
    ports.log.error('the inbox could not be read', { error: String(error) });
    return [];
  }
}

type HandlePorts = {
  readonly inbox: Inbox;
  readonly handle: Handle;
  readonly asDelivery?: AsDelivery;
  readonly clock: Clock;
  readonly log: Log;
  readonly gaveUp?: (body: unknown) => Promise<void>;
};

async function handleItem(item: InboxItem, ports: HandlePorts): Promise<void> {
  try {
    if (isDeadly(item)) return await giveUp(item, ports, deadlyReason);
    const work = (): Promise<void> => ports.handle(Body.parse(item.body));
    await (ports.asDelivery === undefined ? work() : ports.asDelivery(`inbox ${item.id}`, work));
    await ports.inbox.done(item.id, 'handled');
  } catch (error) {
    await tryAgain(item, ports, error).catch((failure: unknown) =>
      ports.log.error('the inbox could not be written', { error: String(failure) }),
    );
  }
}

async function tryAgain(item: InboxItem, ports: HandlePorts, error: unknown): Promise<void> {
  const now = ports.clock.now().getTime();
  const away = secondsAway(error);
  const fields = { item: item.id, source: item.source, error: String(error) };
  if (away !== null && now - item.receivedAt.getTime() < slackAwayHours * 3_600_000) {
    ports.log.warn('Slack did not answer what a payload needs; it is handled later', fields);
    return ports.inbox.putOff(item.id, String(error), new Date(now + away * 1000));
  }
  const seconds = retryAfterSeconds[item.failures];
  if (seconds === undefined) return giveUp(item, ports, String(error));
  const retryAt = new Date(now + seconds * 1000);
  ports.log.error('a Slack payload could not be handled', { ...fields, retryAt });
  await ports.inbox.failed(item.id, String(error), retryAt);
}

async function giveUp(item: InboxItem, ports: HandlePorts, reason: string): Promise<void> {
  ports.log.error('a Slack payload could not be handled and is kept for inspection', {
    item: item.id,
    source: item.source,
    error: reason,
  });
  await ports.inbox.failed(item.id, reason, null);
  await ports.gaveUp?.(item.body);
}

/** Seconds until Slack is asked again, when it was Slack that did not answer; null when the error is our own. */
function secondsAway(error: unknown): number | null {
  const failure = readFailure(error);
  if (failure.kind === 'wait') return Math.max(failure.seconds, 1);
  return failure.kind === 'away' || failure.kind === 'unclear' ? slackAwaySeconds : null;
}
