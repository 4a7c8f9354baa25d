import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PageMessage } from '../contract.ts';
import { h } from '../h.ts';
import { doIt } from '../net/ask.ts';
import { desk, showThread } from '../state/desk.ts';
import { repliesOf, unreadInThread } from '../state/unread.ts';
import { clockWords, dateWords, momentWords } from '../text/date-words.ts';
import { Avatar } from './avatar.ts';
import { Content } from './content.ts';
import { FilesShown } from './file.ts';
import { Reactions } from './reactions.ts';
import { Toolbar } from './toolbar.ts';

type MessageProps = {
  readonly message: PageMessage;
  /** Follows another of the same person closely: name and picture are not said again. */
  readonly isContinued: boolean;
  readonly isInThread: boolean;
};

export function Message({ message, isContinued, isInThread }: MessageProps): VNode {
  const [isEditing, setEditing] = useState(false);
  const { workspace, me } = desk.get();
  const author = workspace.people.get(message.user);
  const name = author?.isBot === true ? author.name : (author?.realName ?? message.user);
  if (message.isDeleted)
    return h(
      'article',
      { class: 'message deleted', 'data-ts': message.ts },
      h('span', { class: 'gutter' }),
      h(
        'div',
        { class: 'body' },
        h('p', { class: 'hint' }, 'This message was deleted.'),
        h(ThreadLine, { message, isInThread }),
      ),
    );
  const calls = message.text.includes(`<@${me}`);
  return h(
    'article',
    {
      class: `message${isContinued ? ' continued' : ''}${calls ? ' calls' : ''}${message.isPinned ? ' pinned' : ''}`,
      'data-ts': message.ts,
      'aria-label': `${name}, ${clockWords(message.ts)}`,
    },
    h(
      'span',
      { class: 'gutter' },
      isContinued
        ? h('time', { class: 'time', title: momentWords(message.ts) }, clockWords(message.ts))
        : h(Avatar, { person: author, size: 'large' }),
    ),
    h(
      'div',
      { class: 'body' },
      !isContinued &&
        h(
          'div',
          { class: 'byline' },
          h('strong', { class: 'author' }, name),
          author?.isBot === true && h('span', { class: 'badge' }, 'APP'),
          author?.isGuest === true && h('span', { class: 'badge' }, 'GUEST'),
          h('time', { class: 'time', title: momentWords(message.ts) }, clockWords(message.ts)),
          message.isPinned && h('span', { class: 'hint' }, '📌 Pinned'),
        ),
      message.isBroadcast && h('p', { class: 'hint' }, 'replied to a thread'),
      isEditing
        ? h(Editor, { message, onDone: () => setEditing(false) })
        : h(Content, {
            content: message,
            place: {
              target: { in: 'message', channel: message.channel, ts: message.ts },
              isLive: message.isFromApp,
            },
          }),
      message.editedBy !== null && author?.isBot !== true && h('span', { class: 'edited' }, '(edited)'),
      h(FilesShown, { ids: message.files }),
      h(Reactions, { message }),
      h(ThreadLine, { message, isInThread }),
    ),
    h(Toolbar, { message, isInThread, onEdit: () => setEditing(true) }),
  );
}

/** `3 replies  last at 14:40`: opens the thread. */
function ThreadLine({
  message,
  isInThread,
}: {
  readonly message: PageMessage;
  readonly isInThread: boolean;
}): VNode | null {
  const now = desk.get();
  const replies = repliesOf(now, message.channel, message.ts);
  const last = replies.at(-1);
  if (isInThread || !last) return null;
  const people = [...new Set(replies.map((it) => it.user))].slice(0, 4);
  const unread = unreadInThread(now, message.channel, message.ts).messages;
  return h(
    'button',
    { type: 'button', class: 'thread-line', onClick: () => showThread(message.channel, message.ts) },
    people.map((id) => h(Avatar, { person: now.workspace.people.get(id), size: 'small', key: id })),
    h('strong', null, `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}`),
    unread > 0 && h('span', { class: 'badge new' }, `${unread} new`),
    h('span', { class: 'hint' }, `Last reply ${dateWords(Number(last.ts), '{time}')}`),
  );
}

function Editor({ message, onDone }: { readonly message: PageMessage; readonly onDone: () => void }): VNode {
  const [text, setText] = useState(asTyped(message.text));
  const save = (): void => {
    doIt({ do: 'edit', channel: message.channel, ts: message.ts, text });
    onDone();
  };
  return h(
    'div',
    { class: 'editor' },
    h('textarea', {
      class: 'input long',
      'aria-label': 'Edit message',
      value: text,
      rows: 2,
      onInput: (event) => setText(event.currentTarget.value),
      onKeyDown(event) {
        if (event.key === 'Escape') onDone();
        if (event.key === 'Enter' && !event.shiftKey) {
          event.preventDefault();
          save();
        }
      },
    }),
    h('button', { type: 'button', class: 'button small', onClick: onDone }, 'Cancel'),
    h('button', { type: 'button', class: 'button small primary', onClick: save }, 'Save'),
  );
}

/** The text as its author typed it, from what Slack made of it. */
function asTyped(text: string): string {
  const { people, channels } = desk.get().workspace;
  return text
    .replaceAll(/<@([^|>]+)[^>]*>/gu, (whole, id: string) => `@${people.get(id)?.name ?? whole}`)
    .replaceAll(/<#([^|>]+)[^>]*>/gu, (whole, id: string) => `#${channels.get(id)?.name ?? whole}`)
    .replaceAll(/<!(here|channel|everyone)>/gu, '@$1')
    .replaceAll(/<(https?:[^|>]+)[^>]*>/gu, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
