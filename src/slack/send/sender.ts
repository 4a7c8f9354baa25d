import { setTimeout as sleep } from 'node:timers/promises';
import type { OutboxItem, Storms } from '../../response/store/queues.ts';
import { createPace } from './pace.ts';
import type { Pace } from './pace.ts';
import { startRounds } from './rounds.ts';
import type { Rounds } from './rounds.ts';
import { backoffSeconds, readFailure } from './send-failure.ts';
import { UnfinishedMove, sendItem } from './send-item.ts';
import type { SendPorts } from './send-item.ts';
import { sayNextStorm } from './storm-sender.ts';
import type { StormPorts } from './storm-sender.ts';

export type Sender = {
  /** Something was announced: look now. */
  wake(): void;
  /** Sends what may go out within `drainMs`, then stops. The rest stays in the outbox. */
  close(drainMs?: number): Promise<void>;
};

const claimAtOnce = 5;
const leaseSeconds = 90;
const triesOfTheUnknown = 8;
const rightsPauseSeconds = 300;
/** How long after Slack is back nothing is said, at most. */
const longestPauseSeconds = 15;

/**
 * Brings the outbox to Slack: in order within an incident, about one message a second and channel, each message once. A
 * failed item goes back with the time of its next try; nothing is repeated by the client.
 */
export function startSender(
  ports: SendPorts & {
    readonly gapMs?: number;
    readonly pollMs?: number;
    readonly storms?: Storms;
    readonly renderStorm?: StormPorts['renderStorm'];
  },
): Sender {
  const gapMs = ports.gapMs ?? 1000;
  const pace = createPace(gapMs);

  const send = async (item: OutboxItem, rounds: Rounds): Promise<void> => {
    try {
      const channel = await sendItem(ports, item);
      if (channel !== (item.channel ?? ports.defaultChannel)) pace.spoke(channel);
    } catch (error) {
      const pauseMs = await putBack(ports, item, error);
      if (pauseMs.all > 0) rounds.pause(pauseMs.all);
      if (pauseMs.item > 0) rounds.wakeIn(pauseMs.item + 5);
    }
  };

  const round = async (rounds: Rounds): Promise<boolean> => {
    const { storms, renderStorm } = ports;
    if (storms !== undefined && renderStorm !== undefined) {
      const editGapMs = 5 * gapMs;
      if (await sayNextStorm({ ...ports, storms, renderStorm, editGapMs })) rounds.wakeIn(editGapMs + 5);
    }
    const now = ports.clock.now();
    const items = await ports.outbox.claim({ limit: claimAtOnce, now, leaseSeconds });
    await sendByChannel(items, ports.defaultChannel, pace, (item) => send(item, rounds));
    return items.length > 0;
  };
  const rounds = startRounds({ ...ports, round, of: 'outbox' });

  return {
    wake: () => rounds.wake(),
    async close(drainMs = 5000) {
      await rounds.close();
      const deadline = performance.now() + drainMs;
      const drain = async (): Promise<void> => {
        while (performance.now() < deadline && (await rounds.once()));
      };
      await Promise.race([drain(), sleep(drainMs, undefined, { ref: false })]);
    },
  };
}

/** Channels side by side; within one, one after the other at its pace. */
async function sendByChannel(
  items: readonly OutboxItem[],
  defaultChannel: string,
  pace: Pace,
  send: (item: OutboxItem) => Promise<void>,
): Promise<void> {
  const channels = Map.groupBy(items, (item) => item.channel ?? defaultChannel);
  await Promise.all(
    [...channels].map(async ([channel, queue]) => {
      for (const item of queue) {
        await pace.turn(channel);
        await send(item);
      }
    }),
  );
}

/** What becomes of an item that could not be sent; how long it, or everything, has to wait. */
async function putBack(
  ports: SendPorts,
  item: OutboxItem,
  error: unknown,
): Promise<{ readonly item: number; readonly all: number }> {
  const isUnfinished = error instanceof UnfinishedMove;
  const failure = readFailure(isUnfinished ? error.cause : error);
  const fields = { item: item.id, incident: item.incident, channel: item.channel, reason: failure.reason };
  const retryIn = async (seconds: number, unclear: boolean, counted = false): Promise<number> => {
    const at = new Date(ports.clock.now().getTime() + seconds * 1000);
    const { reason } = failure;
    await ports.outbox.retry(item.id, { at, reason, unclear: unclear || isUnfinished, counted });
    return seconds * 1000;
  };
  const drop = async (hint: string): Promise<{ readonly item: number; readonly all: number }> => {
    ports.log.error('a message was dropped', { ...fields, hint });
    await ports.outbox.dropped(item.id, `${failure.reason}. ${hint}`);
    return { item: 0, all: 0 };
  };
  switch (failure.kind) {
    case 'wait': {
      const ms = await retryIn(failure.seconds, false);
      return { item: ms, all: ms };
    }
    case 'away': {
      ports.log.warn('Slack is not to be reached; what is to be said waits', fields);
      const ms = await retryIn(Math.min(longestPauseSeconds, backoffSeconds(item.attempts)), false);
      return { item: ms, all: ms };
    }
    case 'unclear':
      ports.log.warn('it is unclear whether a message arrived; the next try looks first', fields);
      return { item: await retryIn(backoffSeconds(item.attempts), true), all: 0 };
    case 'rights': {
      ports.log.error('Slack does not let the bot speak', { ...fields, hint: failure.hint });
      const ms = await retryIn(rightsPauseSeconds, false);
      return { item: ms, all: ms };
    }
    case 'place':
      return drop(failure.hint);
    case 'blocks':
      return drop('Slack refused its text, too; this is a bug.');
    case 'gone':
    case 'other': {
      const tries = item.failures + 1;
      if (tries >= triesOfTheUnknown) return drop(`It was tried ${tries} times.`);
      ports.log.warn('a message could not be sent yet', fields);
      const isUnclear = failure.kind === 'other' && failure.own === true;
      return { item: await retryIn(backoffSeconds(tries), isUnclear, true), all: 0 };
    }
  }
}
