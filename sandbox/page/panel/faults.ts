import type { VNode } from 'preact';
import { h } from '../h.ts';
import { doIt } from '../net/ask.ts';
import { desk } from '../state/desk.ts';

/** Slack's bad days, each a switch. */
export function Faults(): VNode {
  const { faults, app } = desk.get().workspace;
  return h(
    'section',
    { 'aria-label': 'Bad days of Slack' },
    h('p', { class: 'hint' }, `Switch on what goes wrong in life, and see what ${app.name} makes of it.`),
    faults.map((fault) =>
      h(
        'label',
        { class: 'fault', key: fault.id },
        h('input', {
          type: 'checkbox',
          role: 'switch',
          checked: fault.isOn,
          onChange: (event) => doIt({ do: 'fault', fault: fault.id, on: event.currentTarget.checked }),
        }),
        h('span', null, h('strong', null, fault.label), h('span', { class: 'hint' }, fault.description)),
      ),
    ),
  );
}
