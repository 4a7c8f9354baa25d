import type { VNode } from 'preact';
import type { Fields } from '../contract.ts';
import { textAt } from '../fields.ts';
import { h } from '../h.ts';

/** What this page cannot draw is not hidden: it is named, and its JSON is there to read. */
export function Unknown({
  what,
  value,
}: {
  readonly what: 'block' | 'element';
  readonly value: Fields;
}): VNode {
  return h(
    'details',
    { class: 'unknown' },
    h(
      'summary',
      null,
      `The sandbox cannot draw this ${what}: `,
      h('code', null, textAt(value, 'type') || 'no type'),
    ),
    h('pre', { tabIndex: 0 }, JSON.stringify(value, null, 2)),
  );
}
