import type { VNode } from 'preact';
import { h } from '../h.ts';
import { desk } from '../state/desk.ts';

/** The line over a channel or the Home tab, with the two buttons that a phone needs. */
export function Header({ title, hint }: { readonly title: string; readonly hint: string }): VNode {
  const { isPanelOpen, isSidebarOpen } = desk.get();
  return h(
    'header',
    { class: 'head' },
    h(
      'button',
      {
        type: 'button',
        class: 'icon only-phone',
        'aria-label': 'Channels',
        'aria-expanded': isSidebarOpen,
        onClick: () => desk.set({ isSidebarOpen: !isSidebarOpen }),
      },
      '☰',
    ),
    h('h1', null, title),
    h('span', { class: 'hint' }, hint),
    h(
      'button',
      {
        type: 'button',
        class: 'button small panel-button',
        'aria-expanded': isPanelOpen,
        onClick: () => desk.set({ isPanelOpen: !isPanelOpen }),
      },
      'What happened',
    ),
  );
}
