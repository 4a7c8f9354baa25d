import type { VNode } from 'preact';
import { Blocks } from '../blocks/block.ts';
import { fieldsList } from '../fields.ts';
import { h } from '../h.ts';
import { desk } from '../state/desk.ts';
import { Header } from './header.ts';

/** The app's Home tab, as it filled it for this person. */
export function HomeView(): VNode {
  const { workspace, me } = desk.get();
  const view = workspace.homes.get(me);
  return h(
    'main',
    { class: 'channel', 'aria-label': `${workspace.app.name}, home` },
    h(Header, { title: workspace.app.name, hint: 'Home' }),
    h(
      'div',
      { class: 'home', tabIndex: 0 },
      view
        ? h(Blocks, {
            blocks: fieldsList(view.body['blocks']),
            place: { target: { in: 'view', id: view.id }, isLive: true },
          })
        : h('p', { class: 'empty' }, `${workspace.app.name} has put nothing here.`),
    ),
  );
}
