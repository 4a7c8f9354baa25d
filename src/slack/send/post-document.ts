import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Document } from '../../message/document.ts';
import type { Log } from '../../response/ports.ts';
import type { OutboxItem } from '../../response/store/queues.ts';
import type { FoundMessage } from './find-sent.ts';
import { markFor } from './outbox-mark.ts';
import { postMessage } from './post-message.ts';
import { renderBlocks, renderPlain } from '../render/render-blocks.ts';
import type { SlackMessage } from '../render/render-blocks.ts';
import { readFailure } from './send-failure.ts';

const Posted = z.object({
  channel: z.string(),
  ts: z.string(),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
});

type Marked = Pick<OutboxItem, 'id' | 'incident'>;

/** Posts a document with its mark. Where it landed is in the answer: a thread without a parent is no thread. */
export async function postDocument(
  ports: { readonly client: WebClient; readonly log: Log },
  place: { readonly channel: string; readonly threadTs: string | null },
  document: Document,
  item: Marked,
): Promise<FoundMessage> {
  const answer = await withTextAlone(ports.log, item, document, ({ text, blocks }) =>
    postMessage(ports.client, {
      channel: place.channel,
      ...(place.threadTs !== null && { thread_ts: place.threadTs }),
      text,
      blocks: [...blocks],
      metadata: markFor(item),
    }),
  );
  const posted = Posted.parse(answer);
  return { channel: posted.channel, ts: posted.ts, threadTs: posted.message?.thread_ts ?? null };
}

/** Edits a message in place. Doing it twice is the same as doing it once. */
export async function editDocument(
  ports: { readonly client: WebClient; readonly log: Log },
  place: { readonly channel: string; readonly ts: string },
  document: Document,
  item: Marked,
): Promise<void> {
  await withTextAlone(ports.log, item, document, ({ text, blocks }) =>
    ports.client.chat.update({
      channel: place.channel,
      ts: place.ts,
      text,
      blocks: [...blocks],
      metadata: markFor(item),
    }),
  );
}

/** When Slack refuses the blocks, the complete text goes without them, once. */
async function withTextAlone<Answer>(
  log: Log,
  item: Marked,
  document: Document,
  send: (message: SlackMessage) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await sendBlocks(log, item, document, send);
  } catch (error) {
    const failure = readFailure(error);
    if (failure.kind !== 'blocks') throw error;
    log.error('Slack refused the blocks of a message; its text goes alone', {
      item: item.id,
      incident: item.incident,
      reason: failure.reason,
    });
    return await send({ ...renderPlain(document), blocks: [] });
  }
}

/** Plans are blocks that not every workspace takes; there they go as plain sections. */
async function sendBlocks<Answer>(
  log: Log,
  item: Marked,
  document: Document,
  send: (message: SlackMessage) => Promise<Answer>,
): Promise<Answer> {
  if (!document.blocks.some((block) => block.kind === 'plan')) return send(renderBlocks(document));
  try {
    return await send(renderBlocks(document));
  } catch (error) {
    const failure = readFailure(error);
    if (failure.kind !== 'blocks') throw error;
    log.warn('Slack refused a plan; it goes as sections', {
      item: item.id,
      incident: item.incident,
      reason: failure.reason,
    });
    return send(renderBlocks(document, 'sections'));
  }
}
