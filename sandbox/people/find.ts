import { directMessages } from '../api/channels.ts';
import { viewStack } from '../api/views.ts';
import type { Core } from '../core.ts';
import type { Surface } from '../interactions/surface.ts';
import type { Channel, Ephemeral, Message, OpenView, User } from '../workspace/entities.ts';
import { findMessage } from '../workspace/state.ts';
import { NotPossible } from './not-possible.ts';

/** A message by where it is. A Message, as the readers give it, will do. */
export type MessageRef = { readonly channel: string; readonly ts: string };

/** What a person can click on: a message, an ephemeral message, or a view. */
export type Clickable = MessageRef | Ephemeral | OpenView;

/** By id or by name. Throws NotPossible. */
export function personNamed(core: Core, nameOrId: string): User {
  const all = [...core.workspace.state.users.values()];
  const user = all.find((it) => it.id === nameOrId || it.name === nameOrId);
  if (!user) throw new NotPossible('no_such_user', `Nobody here is called "${nameOrId}".`);
  return user;
}

/** By id or by name, with or without the #. Throws NotPossible. */
export function namedChannel(core: Core, nameOrId: string): Channel {
  const name = nameOrId.replace(/^#/u, '');
  const found = [...core.workspace.state.channels.values()].find(
    (it) => it.id === nameOrId || it.name === name,
  );
  if (!found) throw new NotPossible('no_such_channel', `There is no channel "${nameOrId}".`);
  return found;
}

/** As `namedChannel`; `@` and the name of the bot mean the direct messages with it. */
export function channelFor(core: Core, user: string, nameOrId: string): Channel {
  const isDirect = nameOrId === `@${core.workspace.state.app.name}`;
  return isDirect ? directMessages(core, user) : namedChannel(core, nameOrId);
}

/** A channel the person may write in. Throws NotPossible. */
export function memberChannel(core: Core, user: string, nameOrId: string): Channel {
  const channel = channelFor(core, user, nameOrId);
  if (channel.isArchived) throw new NotPossible('is_archived', `#${channel.name} is archived.`);
  if (!channel.members.has(user)) throw new NotPossible('not_in_channel', `You are not in #${channel.name}.`);
  return channel;
}

/** A message that is still there. Throws NotPossible. */
export function existing(core: Core, ref: MessageRef): Message {
  const message = findMessage(core.workspace.state, ref.channel, ref.ts);
  if (!message)
    throw new NotPossible('message_not_found', `There is no message ${ref.ts} in ${ref.channel}.`);
  return message;
}

/** A message the person wrote. Throws NotPossible. */
export function ownMessage(core: Core, user: string, ref: MessageRef): Message {
  const message = existing(core, ref);
  if (message.user !== user) throw new NotPossible('not_yours', 'You can change only your own messages.');
  return message;
}

/** The named view, or the one on top, if the person has it open. Throws NotPossible. */
export function openView(core: Core, user: string, named: OpenView | undefined): OpenView {
  const stack = viewStack(core, user);
  const view = named ? stack.find((it) => it.id === named.id) : stack.at(-1);
  if (!view) throw new NotPossible('no_view', 'No such view is open.');
  return view;
}

/** What the person sees at the place they click on. Throws NotPossible when they do not see it. */
export function surfaceOf(core: Core, user: string, target: Clickable): Surface {
  const { state } = core.workspace;
  if ('rootId' in target) {
    const view = target.type === 'home' ? state.homes.get(user) : openView(core, user, target);
    if (!view) throw new NotPossible('no_view', 'No such view is open.');
    return { kind: 'view', view };
  }
  if ('from' in target) {
    const ephemeral = state.ephemerals.get(target.id);
    if (ephemeral?.user !== user) throw new NotPossible('not_visible', 'This message is not visible to you.');
    return { kind: 'ephemeral', ephemeral };
  }
  return { kind: 'message', message: existing(core, target) };
}
