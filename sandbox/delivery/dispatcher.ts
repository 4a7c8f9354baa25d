import type { Clock } from '../clock.ts';
import type { FaultSwitchboard } from '../faults.ts';
import { stringAt, asFields } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Ack, Attempt, Carrier, Delivery } from './deliver.ts';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds of the sandbox clock before the first, second and third retry of an event. */
const retryAfterMs = [0, 60_000, 300_000];

export type DispatcherParts = {
  readonly clock: Clock;
  readonly faults: FaultSwitchboard;
  readonly carry: Carrier;
  /** Cuts the socket the next payload would have taken. */
  readonly cutConnection: () => void;
  /** Wraps a bot event into Slack's outer event, under a new event id. */
  readonly envelop: (event: Fields) => Fields;
};

/** Brings payloads to the bot, with Slack's retries and whatever faults are switched on. */
export function dispatchTo(parts: DispatcherParts): Delivery {
  let inFlight = 0;

  const attempt = async (work: Attempt): Promise<Ack> => {
    inFlight += 1;
    try {
      const fault = parts.faults.nextDeliveryFault(faultTarget(work));
      switch (fault?.kind) {
        case undefined:
          return await parts.carry(work);
        case 'delay':
          await sleep(fault.ms);
          return await parts.carry(work);
        case 'lose':
          return { outcome: 'failed', reason: 'connection_failed' };
        case 'disconnect':
          parts.cutConnection();
          return { outcome: 'failed', reason: 'connection_failed' };
        case 'duplicate': {
          const first = parts.carry(work);
          const copies = Array.from({ length: fault.copies - 1 }, () =>
            parts.carry(copyOf(work, fault.eventIds)),
          );
          await Promise.all(copies);
          return await first;
        }
      }
    } finally {
      inFlight -= 1;
    }
  };

  const copyOf = (work: Attempt, eventIds: 'same' | 'different'): Attempt => {
    const event = asFields(work.payload['event']);
    if (eventIds === 'same' || !event) return work;
    return { ...work, payload: parts.envelop(event) };
  };

  const deliverEvent = async (payload: Fields, retryNumber: number, retryReason?: string): Promise<void> => {
    const ack = await attempt({ type: 'events_api', payload, retryNumber, retryReason });
    const waitMs = retryAfterMs[retryNumber];
    if (ack.outcome === 'acked' || waitMs === undefined) return;
    const reason = ack.outcome === 'timeout' ? 'timeout' : ack.reason;
    if (reason === 'no_retry') return;
    parts.clock.after(waitMs, () => void deliverEvent(payload, retryNumber + 1, reason));
  };

  return {
    ask: (type, payload) => attempt({ type, payload, retryNumber: 0 }),
    announce(event) {
      void deliverEvent(parts.envelop(event), 0);
    },
    get inFlight() {
      return inFlight;
    },
  };
}

function faultTarget(work: Attempt): string {
  const event = asFields(work.payload['event']);
  return (event && stringAt(event, 'type')) ?? work.type;
}
