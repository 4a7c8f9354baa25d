import type { VNode } from 'preact';
import type { PageChannel } from '../contract.ts';
import { h } from '../h.ts';
import { Avatar } from '../message/avatar.ts';
import { act, doIt } from '../net/ask.ts';
import { channelsOf, desk, showChannel } from '../state/desk.ts';
import { unreadIn } from '../state/unread.ts';
import { PersonMenu } from './person-menu.ts';

/** The workspace, its channels with what is unread, and the app. */
export function Sidebar(): VNode {
  const now = desk.get();
  const { workspace, me, place, isSidebarOpen } = now;
  const channels = channelsOf(workspace, me);
  const direct = channels.find((it) => it.kind === 'im');
  const isDirectOpen = place?.at === 'channel' && place.channel === direct?.id;
  const app = workspace.people.get(workspace.app.botUserId);
  return h(
    'nav',
    { class: isSidebarOpen ? 'sidebar open' : 'sidebar', 'aria-label': 'Channels' },
    h(
      'div',
      { class: 'team' },
      h('strong', null, workspace.team),
      h('span', { class: 'team-hint' }, 'on this machine'),
    ),
    h(
      'div',
      { class: 'sidebar-scroll' },
      h('h2', null, 'Channels'),
      h(
        'ul',
        null,
        channels
          .filter((it) => it.kind !== 'im')
          .map((it) => h('li', { key: it.id }, h(ChannelLink, { channel: it }))),
      ),
      h('h2', null, 'Apps'),
      h(
        'ul',
        null,
        h(
          'li',
          null,
          h(
            'button',
            {
              type: 'button',
              class: place?.at === 'home' ? 'place here' : 'place',
              'aria-current': place?.at === 'home' ? 'page' : undefined,
              onClick: showHome,
            },
            h(Avatar, { person: app, size: 'small' }),
            h('span', { class: 'place-name' }, workspace.app.name),
            h('span', {
              class: workspace.traffic.connections > 0 ? 'presence on' : 'presence',
              title: workspace.traffic.connections > 0 ? 'connected' : 'not connected',
            }),
          ),
        ),
        h(
          'li',
          null,
          h(
            'button',
            {
              type: 'button',
              class: isDirectOpen ? 'place here' : 'place',
              'aria-current': isDirectOpen ? 'page' : undefined,
              onClick: () => void showDirect(),
            },
            h('span', { class: 'sign', 'aria-hidden': true }, '✉'),
            h('span', { class: 'place-name' }, 'Direct messages'),
          ),
        ),
      ),
    ),
    h(PersonMenu, {}),
  );
}

function ChannelLink({ channel }: { readonly channel: PageChannel }): VNode {
  const now = desk.get();
  const isHere = now.place?.at === 'channel' && now.place.channel === channel.id;
  const unread = unreadIn(now, channel.id);
  const isUnread = unread.messages > 0 && !isHere;
  return h(
    'button',
    {
      type: 'button',
      class: `place${isHere ? ' here' : ''}${isUnread ? ' unread' : ''}`,
      'aria-current': isHere ? 'page' : undefined,
      'aria-label': `${channel.name}${isUnread ? `, ${unread.messages} unread` : ''}`,
      onClick: () => showChannel(channel.id),
    },
    h('span', { class: 'sign', 'aria-hidden': true }, channel.kind === 'private' ? '🔒' : '#'),
    h('span', { class: 'place-name' }, channel.name),
    channel.isShared && h('span', { class: 'shared', title: 'Shared with another company' }, '⇄'),
    isUnread && unread.mentions > 0 && h('span', { class: 'count' }, String(unread.mentions)),
  );
}

/** The app hears that somebody looks at its Home tab, and may fill it. */
function showHome(): void {
  desk.set({ place: { at: 'home' }, thread: null, isSidebarOpen: false });
  doIt({ do: 'home' });
}

async function showDirect(): Promise<void> {
  const answer = await act({ do: 'direct' });
  if (answer.outcome === 'done' && answer.channel !== undefined) showChannel(answer.channel);
}
