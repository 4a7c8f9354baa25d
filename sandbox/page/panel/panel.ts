import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { h } from '../h.ts';
import { desk } from '../state/desk.ts';
import { Faults } from './faults.ts';
import { Guide } from './guide.ts';
import { Recordings } from './recordings.ts';
import { TrafficSearch } from './traffic.ts';

const tabs = [
  { id: 'play', words: 'Play' },
  { id: 'faults', words: 'Bad days' },
  { id: 'traffic', words: 'Traffic' },
] as const;
type Tab = (typeof tabs)[number]['id'];

/** "What happened": the guide, the recordings, Slack's bad days, and what went over the wire. */
export function Panel(): VNode {
  const [tab, setTab] = useState<Tab>('play');
  const { workspace } = desk.get();
  const switchedOn = workspace.faults.filter((it) => it.isOn).length;
  return h(
    'aside',
    { class: 'panel', 'aria-label': 'What happened' },
    h(
      'header',
      { class: 'head' },
      h('h2', null, 'What happened'),
      h(
        'button',
        {
          type: 'button',
          class: 'icon',
          'aria-label': 'Close What happened',
          onClick: () => desk.set({ isPanelOpen: false }),
        },
        '✕',
      ),
    ),
    h(
      'div',
      { class: 'tabs', role: 'tablist' },
      tabs.map(({ id, words }) =>
        h(
          'button',
          {
            type: 'button',
            role: 'tab',
            id: `tab-${id}`,
            'aria-selected': tab === id,
            'aria-controls': 'panel-body',
            tabIndex: tab === id ? 0 : -1,
            onClick: () => setTab(id),
            onKeyDown(event) {
              const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
              const next =
                step === undefined
                  ? undefined
                  : tabs[(tabs.findIndex((it) => it.id === id) + step + tabs.length) % tabs.length];
              if (!next) return;
              setTab(next.id);
              document.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
            },
          },
          words,
          id === 'faults' && switchedOn > 0 && h('span', { class: 'count' }, String(switchedOn)),
        ),
      ),
    ),
    h(
      'div',
      { class: 'panel-body', role: 'tabpanel', id: 'panel-body', 'aria-labelledby': `tab-${tab}` },
      tab === 'play'
        ? [h(Guide, {}), h(Recordings, {})]
        : tab === 'faults'
          ? h(Faults, {})
          : h(TrafficSearch, {}),
    ),
  );
}
