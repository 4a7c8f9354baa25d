import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { OutboxItem } from '../../response/store/queues.ts';
import { readMark } from './outbox-mark.ts';
import { SlackMessageBody } from '../hear/payloads.ts';
import { readFailure } from './send-failure.ts';

const Page = z.object({
  messages: z.array(SlackMessageBody).default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const Channels = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string().optional() })).default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const pageSize = 200;
/** A bound for a channel that is written to faster than it can be read. */
const mostPages = 100;
/** How far Slack's clock may be behind the bot's. */
const clockSlackMs = 10 * 60_000;

export type FoundMessage = {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
};

/**
 * The message that an earlier, unclear try of this item may have left in Slack: in its thread, or at the channel's top
 * level (a root, or a reply whose thread's first message is gone), not older than the first try. Null: it never arrived.
 * Throws when Slack cannot be asked.
 */
export async function findSent(
  client: WebClient,
  item: OutboxItem,
  channel: string,
): Promise<FoundMessage | null> {
  const id = await channelId(client, channel);
  if (id === null) return null;
  const inThread = item.announcement.kind === 'reply' && item.threadTs !== null;
  const found =
    inThread && item.threadTs !== null ? await findInThread(client, item, id, item.threadTs) : null;
  return found ?? findAtTop(client, item, id);
}

async function findInThread(client: WebClient, item: OutboxItem, channel: string, ts: string) {
  return search(item, channel, async (cursor) => {
    try {
      return await client.conversations.replies({
        channel,
        ts,
        oldest: oldestOf(item),
        limit: pageSize,
        include_all_metadata: true,
        cursor,
      });
    } catch (error) {
      if (readFailure(error).kind === 'gone') return { messages: [] };
      throw error;
    }
  });
}

async function findAtTop(client: WebClient, item: OutboxItem, channel: string) {
  return search(item, channel, (cursor) =>
    client.conversations.history({
      channel,
      oldest: oldestOf(item),
      limit: pageSize,
      include_all_metadata: true,
      cursor,
    }),
  );
}

function oldestOf({ firstTakenAt }: OutboxItem): string {
  return ((firstTakenAt.getTime() - clockSlackMs) / 1000).toFixed(6);
}

async function search(
  item: OutboxItem,
  channel: string,
  read: (cursor: string | undefined) => Promise<unknown>,
): Promise<FoundMessage | null> {
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = Page.parse(await read(cursor));
    const found = answer.messages.find((message) => {
      const mark = readMark(message);
      return mark?.incident === item.incident && mark.id === item.id;
    });
    if (found !== undefined) {
      const threadTs = found.thread_ts === undefined || found.thread_ts === found.ts ? null : found.thread_ts;
      return { channel, ts: found.ts, threadTs };
    }
    cursor = answer.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') return null;
  }
  return null;
}

/** The history methods know channels by id only; `#name` is looked up among those the bot can see. */
async function channelId(client: WebClient, channel: string): Promise<string | null> {
  if (/^[CGD][A-Z0-9]{6,}$/.test(channel)) return channel;
  const name = channel.replace(/^#/, '');
  let cursor: string | undefined;
  do {
    const answer = Channels.parse(
      await client.conversations.list({ types: 'public_channel,private_channel', limit: 1000, cursor }),
    );
    const found = answer.channels.find((candidate) => candidate.name === name);
    if (found !== undefined) return found.id;
    cursor = answer.response_metadata?.next_cursor;
  } while (cursor !== undefined && cursor !== '');
  return null;
}
