import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { IncidentEvent, Origin } from '../../incident/facts/events.ts';
import type { Outcome, Responder } from '../../response/responder.ts';
import { clip } from '../render/clean-text.ts';
import type { Directory } from '../people/directory.ts';
import { messageText, momentOf } from '../hear/message-text.ts';
import { SlackMessageBody } from '../hear/payloads.ts';
import { platformError } from '../slack-errors.ts';

const longestEntry = 1500;
const Messages = z.object({ messages: z.array(SlackMessageBody).default([]) });
const gone = ['thread_not_found', 'message_not_found', 'channel_not_found', 'not_in_channel'];

export type TimelineMessages = {
  /** One message, in a thread or not; null when it is gone or the bot may not see it. */
  find(channel: string, ts: string): Promise<SlackMessageBody | null>;
  permalink(channel: string, ts: string): Promise<string | null>;
  /** Its author and its words, as an entry has them. */
  wordsOf(message: SlackMessageBody): Promise<string>;
  /** Puts it on the incident's timeline with author, time and link; `known` when it is there already. */
  add(input: {
    readonly incident: string;
    readonly channel: string;
    readonly message: SlackMessageBody;
    readonly via: Origin['via'];
    readonly person: string;
    readonly now: Date;
  }): Promise<Outcome | { readonly kind: 'known' }>;
};

export function openTimelineMessages(ports: {
  readonly client: WebClient;
  readonly directory: Directory;
  readonly responder: Responder;
}): TimelineMessages {
  const { client, directory, responder } = ports;

  const orGone = async <Found>(asking: Promise<Found>): Promise<Found | null> =>
    asking.catch((error: unknown) => {
      if (gone.includes(platformError(error) ?? '')) return null;
      throw error;
    });

  const permalink = async (channel: string, ts: string): Promise<string | null> => {
    const answer = await orGone(client.chat.getPermalink({ channel, message_ts: ts }));
    return answer?.permalink ?? null;
  };

  const author = async (message: SlackMessageBody): Promise<string> => {
    const name = message.bot_profile?.name ?? message.username;
    if (name !== undefined) return name;
    return (message.user === undefined ? null : await directory.person(message.user))?.name ?? 'somebody';
  };

  const wordsOf = async (message: SlackMessageBody): Promise<string> => {
    const text = clip(messageText(message), longestEntry);
    if (text !== '') return `${await author(message)}: ${text}`;
    const files = message.files?.length ?? 0;
    if (files === 0) return `${await author(message)}: (a message without text)`;
    return `${await author(message)} shared ${files === 1 ? 'a file' : `${files} files`}`;
  };

  return {
    permalink,
    wordsOf,
    async find(channel, ts) {
      // The history of a channel omits replies; this finds both.
      const answer = await orGone(client.conversations.replies({ channel, ts, limit: 1, inclusive: true }));
      return Messages.parse(answer ?? {}).messages.find((message) => message.ts === ts) ?? null;
    },
    async add({ incident, channel, message, via, person, now }) {
      const there = entriesFrom(await responder.events(incident), channel, message.ts);
      if (there.length > 0) return { kind: 'known' };
      return responder.addTimelineEntry({
        incident,
        happenedAt: momentOf(message.ts),
        text: await wordsOf(message),
        origin: { channel, ts: message.ts, permalink: await permalink(channel, message.ts), via },
        files: filesOf(message),
        person,
        now,
      });
    },
  };
}

const filesOf = (message: SlackMessageBody) =>
  (message.files ?? []).flatMap((file) =>
    file.permalink === undefined
      ? []
      : [{ name: clip(file.title || file.name || 'file', 200), link: file.permalink }],
  );

/** The timeline entries that stand and came from this message. */
export function entriesFrom(
  events: readonly IncidentEvent[],
  channel: string,
  ts: string,
): readonly { readonly entry: string; readonly via: Origin['via'] }[] {
  const standing = new Map<string, Origin['via']>();
  for (const { fact } of events) {
    if (fact.type === 'timeline-added' && fact.origin?.channel === channel && fact.origin.ts === ts) {
      standing.set(fact.entry, fact.origin.via);
    }
    if (fact.type === 'timeline-removed') standing.delete(fact.entry);
  }
  return [...standing].map(([entry, via]) => ({ entry, via }));
}
