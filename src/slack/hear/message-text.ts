import { z } from 'zod';
import { unescapeSlack } from '../../../commands/unescape.ts';
import type { SlackMessageBody } from './payloads.ts';

/** Deeper than Slack nests: a list in a section of a rich text. */
const deepest = 6;

/**
 * Everything a message says, as plain text: its text, its attachments, and its blocks. Monitors put what matters in any of
 * them, and often only a summary in the text. What a person types comes as text and as blocks that say the same.
 */
export function messageText(message: SlackMessageBody): string {
  const hasMore = message.text === '' || message.bot_id !== undefined;
  const parts = [
    message.text,
    ...attachmentParts(message),
    ...(hasMore ? blockParts(message.blocks ?? []) : []),
  ];
  const said: string[] = [];
  for (const part of parts) {
    const words = unescapeSlack(part).trim();
    if (words !== '' && !said.some((before) => before.includes(words))) said.push(words);
  }
  return said.join('\n');
}

function attachmentParts(message: SlackMessageBody): readonly string[] {
  return (message.attachments ?? []).flatMap((attachment) => {
    const parts = [
      attachment.pretext,
      attachment.title,
      attachment.text,
      ...(attachment.fields ?? []).map((field) => `${field.title ?? ''}: ${field.value ?? ''}`),
      ...blockParts(attachment.blocks ?? []),
    ].filter((part) => part !== undefined);
    return parts.length > 0 ? parts : [attachment.fallback ?? ''];
  });
}

/** One text a block: of headers, sections with their fields, contexts, and rich texts whose words are cut into pieces. */
function blockParts(blocks: readonly unknown[]): readonly string[] {
  return blocks.flatMap((block) => {
    const parsed = Block.safeParse(block);
    if (!parsed.success) return [];
    const { type, text, fields, elements } = parsed.data;
    const own = [text, ...(fields ?? [])].map((one) => textIn(one, deepest));
    if (type === 'rich_text') return [...own, textIn({ elements }, deepest)];
    return type === 'context' ? [...own, ...(elements ?? []).map((one) => textIn(one, deepest))] : own;
  });
}

const Block = z.object({
  type: z.string().catch(''),
  text: z.unknown().optional(),
  fields: z.array(z.unknown()).optional().catch(undefined),
  elements: z.array(z.unknown()).optional().catch(undefined),
});

const Piece = z.object({
  type: z.string().catch(''),
  text: z.string().optional().catch(undefined),
  url: z.string().optional().catch(undefined),
  elements: z.array(z.unknown()).optional().catch(undefined),
});

function textIn(piece: unknown, levels: number): string {
  const parsed = Piece.safeParse(piece);
  if (!parsed.success || levels === 0) return '';
  const { type, text, url, elements } = parsed.data;
  const inner = (elements ?? []).map((one) => textIn(one, levels - 1));
  // Sections and list items stand below each other; the words of one section belong to one line.
  const apart = type === 'rich_text_list' || type === '' ? '\n' : '';
  return (text ?? (inner.length === 0 ? (url ?? '') : '')) + inner.join(apart);
}

/** Slack's timestamps are seconds with six decimals; they also name the message. */
export function momentOf(ts: string): Date {
  return new Date(Math.round(Number(ts) * 1000));
}
