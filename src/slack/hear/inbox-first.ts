import type { App, ReceiverEvent } from '@slack/bolt';
import type { Log } from '../../response/ports.ts';
import type { Inbox } from '../../response/store/inbox.ts';
import type { Clock } from '../../time/clock.ts';
import { nameDelivery } from './delivery.ts';
import type { KeepRules } from './delivery.ts';

/** Lets Bolt handle a kept payload: its middleware and listeners run, nothing is acked again. */
export type Handle = (body: Record<string, unknown>) => Promise<void>;

/**
 * Puts the inbox before Bolt. Left alone, Bolt acks an event and then runs its listeners, so that a crash between the two
 * loses the event. From here on a payload is on disk first, is acked then, and is handled by whoever drains the inbox.
 * When the disk refuses, nothing is acked and Slack comes again. Returns the way to Bolt's own handling.
 */
export function keepFirst(
  app: App,
  ports: {
    readonly inbox: Pick<Inbox, 'accept'>;
    readonly clock: Clock;
    readonly log: Log;
    readonly rules: KeepRules;
    /** Something new waits in the inbox. */
    readonly wake: () => void;
    /** False: it is about a message that no timeline has, and nothing of it is kept. */
    readonly concerns?: (body: unknown) => Promise<boolean>;
    /** A filled-in form that cannot be taken: Slack shows why beside its fields. Nothing is kept then. */
    readonly check?: (body: unknown) => Promise<object | null>;
    /** Something was asked for that must be begun at once, such as a form. It must not wait, and not throw. */
    readonly begin?: (body: unknown) => void;
  },
): Handle {
  const boltHandles = app.processEvent.bind(app);
  app.processEvent = async (event: ReceiverEvent): Promise<void> => {
    const delivery = nameDelivery(event.body, ports.rules);
    if (delivery === null) return event.ack();
    if ((await ports.concerns?.(event.body)) === false) return event.ack();
    const refusal = (await ports.check?.(event.body)) ?? null;
    if (refusal !== null) return event.ack(refusal);
    const accepted = await ports.inbox.accept({
      source: delivery.source,
      kind: 'slack',
      key: delivery.key,
      body: delivery.body ?? event.body,
      receivedAt: ports.clock.now(),
    });
    if (accepted.kind === 'accepted') ports.begin?.(event.body);
    await ackQuietly(event, ports.log);
    if (accepted.kind === 'duplicate') ports.log.debug('Slack said it again', { key: delivery.key });
    ports.wake();
  };
  return (body) => boltHandles({ body, ack: alreadyAcked });
}

/** Without an ack Slack sends it again, and the inbox knows it: no reason not to handle it now. */
async function ackQuietly(event: ReceiverEvent, log: Log): Promise<void> {
  try {
    await event.ack();
  } catch (error) {
    log.warn('the ack did not reach Slack', { error: String(error) });
  }
}

async function alreadyAcked(): Promise<void> {}
