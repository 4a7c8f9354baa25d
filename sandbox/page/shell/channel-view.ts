import type { VNode } from 'preact';
import type { PageChannel } from '../contract.ts';
import { h } from '../h.ts';
import { Composer } from '../message/composer.ts';
import { MessageList } from '../message/list.ts';
import { desk } from '../state/desk.ts';
import { topLevel } from '../state/unread.ts';
import { showLink } from '../text/link.ts';
import { isSafeLink } from '../text/tree.ts';
import { Header } from './header.ts';

export function ChannelView({ channel }: { readonly channel: PageChannel }): VNode {
  const now = desk.get();
  const isDirect = channel.kind === 'im';
  const name = isDirect ? now.workspace.app.name : channel.name;
  const sign = channel.kind === 'private' ? '🔒 ' : isDirect ? '' : '# ';
  const bookmarks = [...now.workspace.bookmarks.values()].filter((it) => it.channel === channel.id);
  return h(
    'main',
    { class: 'channel', 'aria-label': name },
    h(Header, { title: `${sign}${name}`, hint: isDirect ? '' : `${channel.members.length} members` }),
    bookmarks.length > 0 &&
      h(
        'div',
        { class: 'bookmarks' },
        bookmarks.map((it) =>
          isSafeLink(it.link) ? showLink(it.link, `🔖 ${it.title}`) : h('span', null, `🔖 ${it.title}`),
        ),
      ),
    h(MessageList, {
      channel: channel.id,
      thread: null,
      messages: topLevel(now, channel.id),
      before: h(
        'div',
        { class: 'beginning' },
        h('h2', null, `${sign}${name}`),
        h(
          'p',
          { class: 'hint' },
          isDirect ? `Between you and ${name}.` : `This is the very beginning of ${sign}${name}.`,
        ),
      ),
      key: `${now.me} ${channel.id}`,
    }),
    h(Composer, {
      channel: channel.id,
      thread: null,
      placeholder: `Message ${isDirect ? name : `#${name}`}`,
      key: `box ${now.me} ${channel.id}`,
    }),
  );
}
