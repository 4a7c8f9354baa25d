import { z } from 'zod';
import { unescapeSlack } from '../../commands/unescape.ts';
import type { SlackMessageBody } from './payloads.ts';

const TextObject = z.object({ text: z.string() });
const TextBlock = z.object({
  text: TextObject.optional().catch(undefined),
  fields: z.array(TextObject).optional().catch(undefined),
});

/**
 * Everything a message says, as plain text: its text, its attachments, and its blocks where there is no text. Monitors
 * put what matters in any of them.
 */
export function messageText(message: SlackMessageBody): string {
  const parts = [
    message.text,
    ...attachmentParts(message),
    ...(message.text === '' ? blockParts(message) : []),
  ];
  const said = parts.map((part) => unescapeSlack(part).trim()).filter((part) => part !== '');
  return [...new Set(said)].join('\n');
}

function attachmentParts(message: SlackMessageBody): readonly string[] {
  return (message.attachments ?? []).flatMap((attachment) => {
    const parts = [
      attachment.pretext,
      attachment.title,
      attachment.text,
      ...(attachment.fields ?? []).map((field) => `${field.title ?? ''}: ${field.value ?? ''}`),
    ].filter((part) => part !== undefined);
    return parts.length > 0 ? parts : [attachment.fallback ?? ''];
  });
}

function blockParts(message: SlackMessageBody): readonly string[] {
  return (message.blocks ?? []).flatMap((block) => {
    const parsed = TextBlock.safeParse(block);
    if (!parsed.success) return [];
    return [parsed.data.text?.text ?? '', ...(parsed.data.fields ?? []).map((field) => field.text)];
  });
}

/** Slack's timestamps are seconds with six decimals; they also name the message. */
export function momentOf(ts: string): Date {
  return new Date(Math.round(Number(ts) * 1000));
}
