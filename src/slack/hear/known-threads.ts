import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { IncidentStore } from '../../response/store/store.ts';
import { readMark } from '../send/outbox-mark.ts';
import { SlackMessageBody } from './payloads.ts';
import { platformError } from '../slack-errors.ts';

const Messages = z.object({ messages: z.array(SlackMessageBody).default([]) });
const gone = ['thread_not_found', 'message_not_found', 'channel_not_found', 'not_in_channel'];

/**
 * The incident of a thread, also in the moment between Slack's taking a root message and the bot's knowing of it: people may
 * answer or react at once, and an unclear answer of Slack's may stay unclear for a while. Then the mark of the thread's
 * first message tells, if that message is the bot's own.
 */
export function knownThreads(ports: {
  readonly client: WebClient;
  readonly ownBotId: string;
  readonly incidents: Pick<IncidentStore, 'byThread' | 'summary'>;
}): IncidentStore['byThread'] {
  const { client, ownBotId, incidents } = ports;
  return async (channel, threadTs) => {
    const known = await incidents.byThread(channel, threadTs);
    if (known !== null) return known;
    const answer = await client.conversations
      .replies({ channel, ts: threadTs, limit: 1, inclusive: true, include_all_metadata: true })
      .catch((error: unknown) => {
        if (gone.includes(platformError(error) ?? '')) return {};
        throw error;
      });
    const first = Messages.parse(answer).messages.find((message) => message.ts === threadTs);
    const mark = first?.bot_id === ownBotId ? readMark(first) : null;
    return mark === null ? null : incidents.summary(mark.incident);
  };
}
