import type { PageMessage } from '../contract.ts';
import { desk } from './desk.ts';
import type { Desk } from './desk.ts';

/** The top-level messages of a channel that are still there, and deleted ones whose thread is. */
export function topLevel(now: Desk, channel: string): readonly PageMessage[] {
  const all = [...(now.workspace.messages.get(channel)?.values() ?? [])];
  const parents = new Set(all.flatMap((it) => (it.isDeleted || it.threadTs === null ? [] : [it.threadTs])));
  return all.filter(
    (it) => (it.threadTs === null || it.isBroadcast) && (!it.isDeleted || parents.has(it.ts)),
  );
}

export function repliesOf(now: Desk, channel: string, ts: string): readonly PageMessage[] {
  const all = [...(now.workspace.messages.get(channel)?.values() ?? [])];
  return all.filter((it) => it.threadTs === ts && !it.isDeleted);
}

export type Unread = { readonly messages: number; readonly mentions: number };

/** What the person has not seen in a channel: messages of others, and how many of them call for the person. */
export function unreadIn(now: Desk, channel: string): Unread {
  const until = now.read[`${now.me} ${channel}`] ?? '';
  return count(now, topLevel(now, channel), until);
}

export function unreadInThread(now: Desk, channel: string, ts: string): Unread {
  return count(now, repliesOf(now, channel, ts), now.read[`${now.me} ${channel} ${ts}`] ?? '');
}

/** From here on all that is in the channel, or in the thread, has been seen. */
export function markRead(channel: string, thread: string | null): void {
  const now = desk.get();
  const seen = thread === null ? topLevel(now, channel) : repliesOf(now, channel, thread);
  const last = seen.at(-1)?.ts;
  const key = thread === null ? `${now.me} ${channel}` : `${now.me} ${channel} ${thread}`;
  if (last === undefined || now.read[key] === last) return;
  desk.set({ read: { ...now.read, [key]: last } });
}

function count(now: Desk, messages: readonly PageMessage[], until: string): Unread {
  const unseen = messages.filter((it) => it.ts > until && it.user !== now.me && !it.isDeleted);
  const calls = unseen.filter(
    (it) => /<!(?:here|channel|everyone)/u.test(it.text) || it.text.includes(`<@${now.me}`),
  );
  return { messages: unseen.length, mentions: calls.length };
}
