import { render } from 'preact';
import type { VNode } from 'preact';
import { ConfirmDialog } from './elements/confirm.ts';
import { h } from './h.ts';
import { ignoreStrayDrops } from './message/attach.ts';
import { PictureViewer } from './message/viewer.ts';
import { follow } from './net/live.ts';
import { Panel } from './panel/panel.ts';
import { ChannelView } from './shell/channel-view.ts';
import { HomeView } from './shell/home-view.ts';
import { ModalStack } from './shell/modal.ts';
import { Notices } from './shell/notices.ts';
import { Sidebar } from './shell/sidebar.ts';
import { ThreadPane } from './shell/thread-pane.ts';
import { desk } from './state/desk.ts';
import { useStore } from './state/store.ts';

function Page(): VNode {
  const { workspace, place, thread, isPanelOpen, isSidebarOpen, theme } = useStore(desk);
  document.documentElement.dataset['theme'] = theme;
  if (workspace.team === '') return h('p', { class: 'loading' }, 'Opening the workspace …');
  const channel = place?.at === 'channel' ? workspace.channels.get(place.channel) : undefined;
  return h(
    'div',
    { class: `page${thread ? ' with-thread' : ''}${isPanelOpen ? ' with-panel' : ''}` },
    h(Sidebar, {}),
    isSidebarOpen && h('div', { class: 'veil', onClick: () => desk.set({ isSidebarOpen: false }) }),
    place?.at === 'home'
      ? h(HomeView, {})
      : channel
        ? h(ChannelView, { channel })
        : h('main', { class: 'channel' }),
    thread && h(ThreadPane, { thread }),
    isPanelOpen && h(Panel, {}),
    h(Notices, {}),
    h(ModalStack, {}),
    h(ConfirmDialog, {}),
    h(PictureViewer, {}),
  );
}

const root = document.querySelector('#app');
if (root) {
  root.replaceChildren();
  render(h(Page, {}), root);
  follow();
  ignoreStrayDrops();
}
