import type { VNode } from 'preact';
import type { PageMessage } from '../contract.ts';
import { MenuItem, Popover } from '../elements/popover.ts';
import { h } from '../h.ts';
import { doIt } from '../net/ask.ts';
import { desk, say, showThread } from '../state/desk.ts';
import { ReactionPicker } from './reactions.ts';

type ToolbarProps = {
  readonly message: PageMessage;
  readonly isInThread: boolean;
  readonly onEdit: () => void;
};

/** What can be done with a message, beside it: react, reply, and the app's shortcuts. */
export function Toolbar({ message, isInThread, onEdit }: ToolbarProps): VNode {
  const { workspace, me } = desk.get();
  const isMine = message.user === me;
  const shortcuts = workspace.shortcuts.filter((it) => it.type === 'message');
  const ref = { channel: message.channel, ts: message.ts };
  return h(
    'div',
    { class: 'toolbar', role: 'group', 'aria-label': 'Message actions' },
    h(ReactionPicker, { message, look: 'icon' }),
    !isInThread &&
      h(
        'button',
        {
          type: 'button',
          class: 'icon',
          title: 'Reply in thread',
          'aria-label': 'Reply in thread',
          onClick: () => showThread(message.channel, message.threadTs ?? message.ts),
        },
        '💬',
      ),
    h(Popover, {
      label: 'More actions',
      look: 'icon',
      face: '⋮',
      body: (close) => [
        ...shortcuts.map(({ name, callbackId }) =>
          h(MenuItem, {
            face: [name, h('span', { class: 'hint' }, workspace.app.name)],
            onPick() {
              close();
              doIt({ do: 'shortcut', callbackId, message: ref });
            },
          }),
        ),
        h(MenuItem, {
          face: 'Copy text',
          onPick() {
            close();
            void navigator.clipboard.writeText(message.text).then(() => say('Copied.'));
          },
        }),
        isMine && h(MenuItem, { face: 'Edit message', onPick: () => (close(), onEdit()) }),
        isMine &&
          h(MenuItem, {
            face: 'Delete message',
            look: 'danger',
            onPick: () => doIt({ do: 'delete', ...ref }),
          }),
      ],
    }),
  );
}
