import type { WebClient } from '@slack/web-api';
import type { Document } from '../../message/document.ts';
import type { Log } from '../../response/ports.ts';
import type { AsideItem, Asides } from '../../response/store/queues.ts';
import type { Clock } from '../../time/clock.ts';
import { postDocument } from './post-document.ts';
import { startRounds } from './rounds.ts';
import type { Rounds } from './rounds.ts';
import { backoffSeconds, readFailure } from './send-failure.ts';

/** What an aside says, from the event log; `thread` is a link to the incident's thread. */
export type RenderAside = (item: AsideItem, thread: string | null) => Promise<Document>;

const claimAtOnce = 3;
const leaseSeconds = 60;
const mostTries = 6;

/**
 * Says what belongs outside a thread: a brief to one person, an update to the stakeholders' channel. After a try without a
 * clear answer it is said again: told twice is better than never, and nobody may look into a person's direct messages.
 */
export function startAsideSender(ports: {
  readonly asides: Asides;
  readonly render: RenderAside;
  readonly client: WebClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly pollMs?: number;
}): Pick<Rounds, 'wake' | 'close'> {
  const round = async (rounds: Rounds): Promise<boolean> => {
    const now = ports.clock.now();
    const items = await ports.asides.claim({ limit: claimAtOnce, now, leaseSeconds });
    for (const item of items) {
      const seconds = await say(ports, item);
      if (seconds > 0) rounds.wakeIn(seconds * 1000 + 5);
    }
    return items.length > 0;
  };
  return startRounds({ ...ports, round, of: 'asides' });
}

/** Seconds until the next try; 0 when there is none. */
async function say(ports: Parameters<typeof startAsideSender>[0], item: AsideItem): Promise<number> {
  try {
    const thread = await linkTo(ports.client, item);
    const document = await ports.render(item, thread);
    // A user id as channel reaches that person's direct messages with the bot.
    await postDocument(ports, { channel: item.recipient, threadTs: null }, document, item);
    await ports.asides.sent(item.id, ports.clock.now());
    return 0;
  } catch (error) {
    const failure = readFailure(error);
    const fields = { incident: item.incident, to: item.recipient, reason: failure.reason };
    const isFinal = failure.kind === 'place' || failure.kind === 'gone' || failure.kind === 'blocks';
    if (isFinal || item.failures + 1 >= mostTries) {
      ports.log.error('an aside was dropped', {
        ...fields,
        hint: 'Invite the bot to the channel if it is not there.',
      });
      await ports.asides.dropped(item.id, failure.reason);
      return 0;
    }
    const seconds = failure.kind === 'wait' ? failure.seconds : backoffSeconds(item.attempts);
    // Slack away, or without rights for the bot, says nothing against what is to be said.
    const counted = failure.kind === 'unclear' || failure.kind === 'other';
    ports.log.warn('an aside could not be said yet', fields);
    const at = new Date(ports.clock.now().getTime() + seconds * 1000);
    await ports.asides.retry(item.id, { at, reason: failure.reason, unclear: false, counted });
    return seconds;
  }
}

async function linkTo(client: WebClient, item: AsideItem): Promise<string | null> {
  const { channel, threadTs } = item;
  const answer = await client.chat.getPermalink({ channel, message_ts: threadTs }).catch(() => null);
  return answer?.permalink ?? null;
}
