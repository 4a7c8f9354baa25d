import type { Alert } from '../../alert/alert.ts';
import type { Log } from '../../response/ports.ts';
import type { Responder } from '../../response/responder.ts';
import type { Clock } from '../../time/clock.ts';
import type { Directory } from '../people/directory.ts';
import type { Doors } from '../hear/listeners.ts';
import { messageText, momentOf } from '../hear/message-text.ts';
import { MessageEventBody } from '../hear/payloads.ts';

/** What another bot said in a channel. */
export type ChannelMessage = {
  readonly channel: { readonly id: string; /** Without the `#`. */ readonly name: string };
  readonly bot: { readonly id: string; readonly name: string };
  readonly text: string;
  readonly ts: string;
  readonly at: Date;
  readonly permalink: string | null;
};

/** Reads an alert out of a message of another bot; null when it is none. */
export type ChannelAlert = (message: ChannelMessage) => Alert | null;

/** The alert channel: messages of other bots that the configuration knows how to read. */
export function alertDoor(ports: {
  readonly channelAlert: ChannelAlert;
  readonly responder: Pick<Responder, 'receiveAlert'>;
  readonly directory: Directory;
  readonly permalink: (channel: string, ts: string) => Promise<string | null>;
  readonly clock: Clock;
  readonly log: Log;
}): Doors['botMessage'] {
  return async (body) => {
    const { event } = MessageEventBody.parse(body);
    const channel = await ports.directory.channel(event.channel);
    const person = event.user === undefined ? null : await ports.directory.person(event.user);
    const name = event.bot_profile?.name ?? event.username ?? person?.name ?? '';
    const alert = ports.channelAlert({
      channel: { id: event.channel, name: channel?.name ?? '' },
      bot: { id: event.bot_id ?? '', name },
      text: messageText(event),
      ts: event.ts,
      at: momentOf(event.ts),
      // An alert does not wait for its link.
      permalink: await ports.permalink(event.channel, event.ts).catch(() => null),
    });
    if (alert === null) return;
    const met = await ports.responder.receiveAlert(alert, ports.clock.now());
    ports.log.info('an alert came in by channel', {
      incident: met.incident,
      meeting: met.meeting,
      reason: met.reason,
    });
  };
}
