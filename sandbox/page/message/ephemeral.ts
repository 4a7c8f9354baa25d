import type { VNode } from 'preact';
import type { PageEphemeral } from '../contract.ts';
import { h } from '../h.ts';
import { doIt } from '../net/ask.ts';
import { desk } from '../state/desk.ts';
import { clockWords, momentWords } from '../text/date-words.ts';
import { Avatar } from './avatar.ts';
import { Content } from './content.ts';

/** A message that only this person sees, until it is dismissed. */
export function EphemeralShown({ ephemeral }: { readonly ephemeral: PageEphemeral }): VNode {
  const { workspace } = desk.get();
  const bot = workspace.people.get(ephemeral.from === 'slack' ? 'USLACKBOT' : workspace.app.botUserId);
  return h(
    'article',
    {
      class: 'message ephemeral',
      'data-ts': ephemeral.ts,
      'aria-label': `${bot?.name ?? 'app'}, only visible to you`,
    },
    h('span', { class: 'gutter' }, h(Avatar, { person: bot, size: 'large' })),
    h(
      'div',
      { class: 'body' },
      h('div', { class: 'hint only-you' }, '👁 Only visible to you'),
      h(
        'div',
        { class: 'byline' },
        h('strong', { class: 'author' }, bot?.name ?? 'app'),
        h('span', { class: 'badge' }, 'APP'),
        h('time', { class: 'time', title: momentWords(ephemeral.ts) }, clockWords(ephemeral.ts)),
      ),
      h(Content, {
        content: ephemeral,
        place: { target: { in: 'ephemeral', id: ephemeral.id }, isLive: ephemeral.from === 'app' },
      }),
      h(
        'button',
        {
          type: 'button',
          class: 'link-button',
          onClick: () => doIt({ do: 'dismiss', ephemeral: ephemeral.id }),
        },
        'Dismiss message',
      ),
    ),
  );
}
