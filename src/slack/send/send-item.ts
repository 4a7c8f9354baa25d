import type { WebClient } from '@slack/web-api';
import type { Document } from '../../message/document.ts';
import type { Log } from '../../response/ports.ts';
import type { Outbox, OutboxItem } from '../../response/store/queues.ts';
import type { Clock } from '../../time/clock.ts';
import { findSent } from './find-sent.ts';
import type { FoundMessage } from './find-sent.ts';
import { linkThreads } from './link-threads.ts';
import { editDocument, postDocument } from './post-document.ts';
import { readFailure } from './send-failure.ts';

/** What an announcement says now, from the event log. */
export type Render = (item: OutboxItem) => Promise<Document>;

export type SendPorts = {
  readonly outbox: Outbox;
  readonly client: WebClient;
  readonly render: Render;
  /** Where an incident without a channel of its own goes. */
  readonly defaultChannel: string;
  /** Where an incident goes on whose channel was archived or is not there any more; null: nowhere. */
  readonly fallbackChannel?: string | null;
  readonly ownBotId: string;
  readonly clock: Clock;
  readonly log: Log;
};

/** Sends one item, tells the outbox, and gives the channel's id. Throws what Slack answers when it could not be sent. */
export async function sendItem(ports: SendPorts, item: OutboxItem): Promise<string> {
  const channel = item.channel ?? ports.defaultChannel;
  const document = await ports.render(item);
  try {
    return await sendTo(ports, item, channel, document);
  } catch (error) {
    const fallback = ports.fallbackChannel ?? null;
    if (fallback === null || fallback === channel || !isChannelGone(error)) throw error;
    ports.log.warn('the channel of an incident is gone; it goes on in the fallback channel', {
      incident: item.incident,
      channel,
      fallback,
    });
    return goOnIn(ports, item, { channel, fallback }, document);
  }
}

async function sendTo(
  ports: SendPorts,
  item: OutboxItem,
  channel: string,
  document: Document,
): Promise<string> {
  switch (item.announcement.kind) {
    case 'root':
      return item.messageTs === null
        ? sendRoot(ports, item, channel, document)
        : editRoot(ports, item, { channel, ts: item.messageTs }, document);
    case 'reply':
      return sendReply(ports, item, channel, document);
  }
}

function isChannelGone(error: unknown): boolean {
  const failure = readFailure(error instanceof UnfinishedMove ? error.cause : error);
  return failure.kind === 'place' && ['is_archived', 'channel_not_found'].includes(failure.reason);
}

/** A new root in another channel. Interrupted, it is found there by the item's mark, as after an unclear try. */
async function goOnIn(
  ports: SendPorts,
  item: OutboxItem,
  { channel, fallback }: { readonly channel: string; readonly fallback: string },
  document: Document,
): Promise<string> {
  const { threadTs, incident } = item;
  const before = threadTs === null ? null : { channel, ts: threadTs };
  const sent = item.unclear ? await findSent(ports.client, { ...item, threadTs: null }, fallback) : null;
  if (item.announcement.kind === 'reply' && before !== null) {
    const root = await ports.render({ ...item, announcement: { kind: 'root' } });
    const stray = sent ?? (await postDocument(ports, { channel: fallback, threadTs: null }, root, item));
    await beginAnew(ports, item, before, stray, document, 'archived');
    return stray.channel;
  }
  const root = sent ?? (await postDocument(ports, { channel: fallback, threadTs: null }, document, item));
  await ports.outbox.sent(item.id, root, ports.clock.now());
  if (before !== null) await linkThreads(ports, { before, after: root, because: 'archived' });
  ports.log.debug('an incident has a new root', { incident, channel: root.channel });
  return root.channel;
}

async function sendRoot(
  ports: SendPorts,
  item: OutboxItem,
  channel: string,
  document: Document,
): Promise<string> {
  const sent = item.unclear ? await findSent(ports.client, item, channel) : null;
  const root = sent ?? (await postDocument(ports, { channel, threadTs: null }, document, item));
  // What was found was rendered in an earlier try; it gets today's content.
  if (sent !== null) await editDocument(ports, sent, document, item);
  await ports.outbox.sent(item.id, root, ports.clock.now());
  return root.channel;
}

async function editRoot(
  ports: SendPorts,
  item: OutboxItem,
  root: { readonly channel: string; readonly ts: string },
  document: Document,
): Promise<string> {
  try {
    await editDocument(ports, root, document, item);
    await ports.outbox.sent(item.id, root, ports.clock.now());
  } catch (error) {
    if (readFailure(error).kind !== 'gone') throw error;
    ports.log.warn('the root message of an incident is gone; it gets a new one', { incident: item.incident });
    const sent = item.unclear ? await findSent(ports.client, item, root.channel) : null;
    const renewed =
      sent ?? (await postDocument(ports, { channel: root.channel, threadTs: null }, document, item));
    await ports.outbox.sent(item.id, renewed, ports.clock.now());
    await linkThreads(ports, { before: root, after: renewed, because: 'deleted' });
  }
  return root.channel;
}

async function sendReply(
  ports: SendPorts,
  item: OutboxItem,
  channel: string,
  document: Document,
): Promise<string> {
  const { threadTs } = item;
  if (threadTs === null) {
    await ports.outbox.dropped(item.id, 'the incident has no thread');
    return channel;
  }
  if (item.messageTs !== null && (await editReply(ports, item, { channel, ts: item.messageTs }, document)))
    return channel;
  const sent = item.unclear ? await findSent(ports.client, item, channel) : null;
  const reply = sent ?? (await postDocument(ports, { channel, threadTs }, document, item));
  if (reply.threadTs === threadTs) await ports.outbox.sent(item.id, reply, ports.clock.now());
  else await beginAnew(ports, item, { channel: reply.channel, ts: threadTs }, reply, document);
  return reply.channel;
}

/** Writes a line anew where it stands; false when it is not there any more. */
async function editReply(
  ports: SendPorts,
  item: OutboxItem,
  place: { readonly channel: string; readonly ts: string },
  document: Document,
): Promise<boolean> {
  try {
    await editDocument(ports, place, document, item);
  } catch (error) {
    if (readFailure(error).kind !== 'gone') throw error;
    return false;
  }
  await ports.outbox.sent(item.id, place, ports.clock.now());
  return true;
}

/**
 * The thread's first message is gone, so Slack put the reply at the channel's top level. The stray becomes the
 * incident's new root, and the reply is said again below it. Interrupted, it is taken up where it was: the stray keeps
 * the reply's mark until it is a root.
 */
async function beginAnew(
  ports: SendPorts,
  item: OutboxItem,
  before: { readonly channel: string; readonly ts: string },
  stray: FoundMessage,
  document: Document,
  because: 'deleted' | 'archived' = 'deleted',
): Promise<void> {
  const { incident } = item;
  ports.log.warn('the thread of an incident goes on in a new one', { incident, because });
  try {
    if (stray.ts !== before.ts) await ports.outbox.moved(incident, stray, ports.clock.now());
    const root = await ports.render({ ...item, announcement: { kind: 'root' } });
    await editDocument(ports, stray, root, { id: 0, incident });
    const reply = await postDocument(ports, { channel: stray.channel, threadTs: stray.ts }, document, item);
    await ports.outbox.sent(item.id, reply, ports.clock.now());
  } catch (error) {
    throw new UnfinishedMove(incident, error);
  }
  if (stray.ts !== before.ts) await linkThreads(ports, { before, after: stray, because });
}

/** Whatever stopped it: the next try has to look how far it came. */
export class UnfinishedMove extends Error {
  constructor(incident: string, cause: unknown) {
    super(`The new thread of ${incident} is not finished.`, { cause });
    this.name = 'UnfinishedMove';
  }
}
