import type { VNode } from 'preact';
import { h } from '../h.ts';
import { Composer } from '../message/composer.ts';
import { MessageList } from '../message/list.ts';
import { desk } from '../state/desk.ts';
import type { ThreadPlace } from '../state/desk.ts';
import { repliesOf } from '../state/unread.ts';

/** A thread beside its channel: the first message, the replies, a box of its own. */
export function ThreadPane({ thread }: { readonly thread: ThreadPlace }): VNode {
  const now = desk.get();
  const parent = now.workspace.messages.get(thread.channel)?.get(thread.ts);
  const replies = repliesOf(now, thread.channel, thread.ts);
  const name = now.workspace.channels.get(thread.channel)?.name ?? '';
  const close = (): void => desk.set({ thread: null });
  return h(
    'aside',
    {
      class: 'thread',
      'aria-label': 'Thread',
      onKeyDown(event) {
        if (event.key === 'Escape') close();
      },
    },
    h(
      'header',
      { class: 'head' },
      h('h2', null, 'Thread'),
      h('span', { class: 'hint' }, `#${name}`),
      h('button', { type: 'button', class: 'icon', 'aria-label': 'Close the thread', onClick: close }, '✕'),
    ),
    h(MessageList, {
      channel: thread.channel,
      thread: thread.ts,
      messages: [...(parent ? [parent] : []), ...replies],
      key: `${now.me} ${thread.ts}`,
    }),
    h(Composer, {
      channel: thread.channel,
      thread: thread.ts,
      placeholder: 'Reply …',
      key: `box ${now.me} ${thread.ts}`,
    }),
  );
}
