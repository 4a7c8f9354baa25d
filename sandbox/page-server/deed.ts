import { z } from 'zod';
import type { Deed } from '../page/contract.ts';

const text = z.string().max(40_000);
const id = z.string().min(1).max(300);
const target = z.discriminatedUnion('in', [
  z.object({ in: z.literal('message'), channel: id, ts: id }),
  z.object({ in: z.literal('ephemeral'), id }),
  z.object({ in: z.literal('view'), id }),
]);
const entered = z.union([text, z.array(text).max(100).readonly()]);
const place = { channel: id, ts: id };

const deeds = z.discriminatedUnion('do', [
  z.object({ do: z.literal('post'), channel: id, text, thread: id.optional() }),
  z.object({
    do: z.literal('share'),
    channel: id,
    text,
    thread: id.optional(),
    files: z
      .array(z.object({ id, alt: z.string().max(1000).optional() }))
      .max(100)
      .readonly(),
  }),
  z.object({ do: z.literal('command'), channel: id, text, thread: id.optional() }),
  z.object({ do: z.literal('use'), target, action: id, block: id.optional(), value: entered.optional() }),
  z.object({ do: z.literal('suggest'), target, action: id, query: text }),
  z.object({ do: z.literal('shortcut'), callbackId: id, message: z.object(place).optional() }),
  z.object({ do: z.literal('react'), ...place, emoji: id }),
  z.object({ do: z.literal('unreact'), ...place, emoji: id }),
  z.object({ do: z.literal('edit'), ...place, text }),
  z.object({ do: z.literal('delete'), ...place }),
  z.object({ do: z.literal('submit'), view: id, values: z.record(id, z.record(id, entered)) }),
  z.object({ do: z.literal('close'), view: id, all: z.boolean() }),
  z.object({ do: z.literal('home') }),
  z.object({ do: z.literal('direct') }),
  z.object({ do: z.literal('dismiss'), ephemeral: id }),
  z.object({ do: z.literal('join'), channel: id }),
  z.object({ do: z.literal('play'), recording: id }),
  z.object({ do: z.literal('pause') }),
  z.object({ do: z.literal('resume') }),
  z.object({ do: z.literal('speed'), speed: z.number().min(1).max(100) }),
  z.object({ do: z.literal('skip'), minutes: z.number().min(1).max(1440) }),
  z.object({ do: z.literal('fault'), fault: id, on: z.boolean() }),
]);

/** A person, by id, and what they do. */
const Request = z.object({ as: id, deed: deeds });

/** Reads what the page sent. `null` when it is not a deed. */
export function readDeed(body: unknown): { readonly as: string; readonly deed: Deed } | null {
  const parsed = Request.safeParse(body);
  if (!parsed.success) return null;
  return parsed.data;
}
