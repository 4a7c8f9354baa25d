import type { MessageMetadata } from '@slack/types';
import { z } from 'zod';
import type { OutboxItem } from '../../response/store/queues.ts';
import type { SlackMessageBody } from '../hear/payloads.ts';

const eventType = 'fishbone_outbox';
const Mark = z.object({ id: z.number(), incident: z.string() });

/** What a message carries, unseen, to be recognized by after a call that got no answer. */
export function markFor(item: Pick<OutboxItem, 'id' | 'incident'>): MessageMetadata {
  return { event_type: eventType, event_payload: { id: item.id, incident: item.incident } };
}

/** Whose outbox item a message is; null for every other message. */
export function readMark(
  message: SlackMessageBody,
): { readonly id: number; readonly incident: string } | null {
  if (message.metadata?.event_type !== eventType) return null;
  return Mark.safeParse(message.metadata.event_payload).data ?? null;
}
