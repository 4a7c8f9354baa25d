import type { VNode } from 'preact';
import { MenuItem, Popover } from '../elements/popover.ts';
import { h } from '../h.ts';
import { Avatar } from '../message/avatar.ts';
import { actAs, actors, desk, setTheme } from '../state/desk.ts';
import type { Theme } from '../state/desk.ts';

const themes: readonly { readonly theme: Theme; readonly words: string }[] = [
  { theme: 'system', words: 'Colors of the system' },
  { theme: 'light', words: 'Light' },
  { theme: 'dark', words: 'Dark' },
];

/** Who one is, whom else one can be, and how the page looks. */
export function PersonMenu(): VNode {
  const { workspace, me, theme } = desk.get();
  const person = workspace.people.get(me);
  return h(
    'div',
    { class: 'me' },
    h(Popover, {
      label: `You act as ${person?.realName ?? ''}. Act as somebody else`,
      look: 'me-button',
      face: [
        h(Avatar, { person, size: 'large' }),
        h(
          'span',
          { class: 'me-words' },
          h('strong', null, person?.realName ?? ''),
          h('span', { class: 'me-title' }, person?.title ?? ''),
        ),
        h('span', { 'aria-hidden': true, class: 'me-more' }, '⌃'),
      ],
      body: (close) => [
        h('div', { class: 'menu-head' }, 'Act as'),
        ...actors(workspace).map((it) =>
          h(MenuItem, {
            look: it.id === me ? 'chosen' : '',
            face: [
              h(Avatar, { person: it, size: 'small' }),
              h(
                'span',
                null,
                it.realName,
                h('span', { class: 'hint' }, it.isGuest ? `${it.title}, guest` : it.title),
              ),
            ],
            onPick() {
              close();
              actAs(it.id);
            },
          }),
        ),
        h('div', { class: 'menu-head' }, 'Look'),
        ...themes.map((it) =>
          h(MenuItem, {
            face: it.words,
            look: it.theme === theme ? 'chosen' : '',
            onPick: () => (close(), setTheme(it.theme)),
          }),
        ),
      ],
    }),
  );
}
