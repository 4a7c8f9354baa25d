import type { VNode } from 'preact';
import { h } from '../h.ts';
import type { Shown } from '../h.ts';
import { followPermalink } from '../state/follow-permalink.ts';
import { readPermalink } from './permalink.ts';

/** A link leads to a tab of its own; one of this workspace leads to the message or the file, here. */
export function showLink(url: string, inside: Shown): VNode {
  const own = readPermalink(url);
  return h(
    'a',
    {
      href: url,
      target: '_blank',
      rel: 'noopener noreferrer',
      ...(own && {
        onClick(event: MouseEvent) {
          event.preventDefault();
          followPermalink(own);
        },
      }),
    },
    inside,
  );
}
