import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Log } from '../../response/ports.ts';
import { mrkdwn } from '../render/mrkdwn.ts';
import { SlackMessageBody } from '../hear/payloads.ts';
import { postMessage } from './post-message.ts';
import { context } from '../render/text-objects.ts';

const Replies = z.object({ messages: z.array(SlackMessageBody).default([]) });
type Place = { readonly channel: string; readonly ts: string };

/**
 * An incident's thread had to begin anew because its first message was deleted or its channel archived: the new thread says where the old one is,
 * and the bot's last message in the old one says where it goes on. A courtesy: what fails is logged, nothing more.
 */
export async function linkThreads(
  ports: { readonly client: WebClient; readonly ownBotId: string; readonly log: Log },
  moved: { readonly before: Place; readonly after: Place; readonly because: 'deleted' | 'archived' },
): Promise<void> {
  const { before, after, because } = moved;
  try {
    const left = await repliesLeft(ports.client, before);
    const lastOwn = left.findLast((message) => message.bot_id === ports.ownBotId);
    const oldLink = await linkTo(ports.client, before.channel, left.at(-1)?.ts);
    const said = words[because];
    await postMessage(ports.client, {
      channel: after.channel,
      thread_ts: after.ts,
      text: said,
      blocks: [
        context([
          mrkdwn(oldLink === null ? [said] : [said, ' ', { link: oldLink, text: 'What was said before' }]),
        ]),
      ],
    });
    const newLink = await linkTo(ports.client, after.channel, after.ts);
    if (lastOwn !== undefined && newLink !== null)
      await addLine(ports.client, before.channel, lastOwn, newLink);
  } catch (error) {
    ports.log.warn('the old and the new thread of an incident could not be linked', { error: String(error) });
  }
}

const words = {
  deleted: 'The first message of the thread of this incident was deleted, so it goes on here.',
  archived: 'The channel of this incident was archived or is not there any more, so it goes on here.',
} as const;

async function repliesLeft(client: WebClient, thread: Place): Promise<readonly SlackMessageBody[]> {
  const answer = await client.conversations
    .replies({ channel: thread.channel, ts: thread.ts, limit: 200, include_all_metadata: true })
    .catch(() => ({ messages: [] }));
  return Replies.parse(answer).messages.filter((message) => message.ts !== thread.ts);
}

async function linkTo(client: WebClient, channel: string, ts: string | undefined): Promise<string | null> {
  if (ts === undefined) return null;
  return (await client.chat.getPermalink({ channel, message_ts: ts })).permalink ?? null;
}

async function addLine(
  client: WebClient,
  channel: string,
  message: SlackMessageBody,
  link: string,
): Promise<void> {
  const blocks = (message.blocks ?? []).flatMap((block) => {
    const { type } = block;
    return typeof type === 'string' ? [{ ...block, type }] : [];
  });
  await client.chat.update({
    channel,
    ts: message.ts,
    text: message.text,
    blocks: [...blocks.slice(0, 49), context([mrkdwn([{ link, text: 'The thread goes on here' }])])],
  });
}
