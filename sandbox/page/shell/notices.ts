import type { VNode } from 'preact';
import { h } from '../h.ts';
import { desk } from '../state/desk.ts';

/** What has to be said about the page itself: a lost connection, a refusal, an app that is gone. */
export function Notices(): VNode {
  const { connection, notice, workspace } = desk.get();
  return h(
    'div',
    { class: 'notices', 'aria-live': 'polite' },
    connection === 'lost' &&
      h(
        'p',
        { class: 'notice error', role: 'alert' },
        'The connection to the sandbox is lost. Trying again …',
      ),
    !workspace.isInstalled &&
      h('p', { class: 'notice error' }, `${workspace.app.name} was removed from the workspace.`),
    notice &&
      h(
        'p',
        { class: notice.isError ? 'notice error' : 'notice', role: notice.isError ? 'alert' : 'status' },
        notice.text,
      ),
  );
}
