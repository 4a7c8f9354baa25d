import { react } from '../api/reactions.ts';
import { postMessage } from '../api/posting.ts';
import { viewStack } from '../api/views.ts';
import { directMessages } from '../api/channels.ts';
import { Refusal } from '../api/method.ts';
import type { Core } from '../core.ts';
import type { Entered } from '../interactions/element-values.ts';
import { runCommand } from '../interactions/run-command.ts';
import type { CommandOutcome } from '../interactions/run-command.ts';
import { closeView, submitView } from '../interactions/submit-view.ts';
import type { EnteredValues, SubmitOutcome } from '../interactions/submit-view.ts';
import { useElement } from '../interactions/use-element.ts';
import type { ActionOutcome } from '../interactions/use-element.ts';
import type { Surface } from '../interactions/surface.ts';
import { askOptions } from '../interactions/ask-options.ts';
import type { Fields } from '../fields.ts';
import { useGlobalShortcut, useMessageShortcut } from '../interactions/use-shortcut.ts';
import type { Channel, Ephemeral, Message, OpenView } from '../workspace/entities.ts';
import { findMessage } from '../workspace/state.ts';
import { NotPossible } from './not-possible.ts';
import { typedText } from './typed-text.ts';

/** A message by where it is. A Message, as the readers give it, will do. */
type MessageRef = { readonly channel: string; readonly ts: string };

/** What a person can click on: a message, an ephemeral message, or a view. */
type Clickable = MessageRef | Ephemeral | OpenView;

/** A person at a Slack client. Channels go by id or by name, the direct messages with the bot by `@` and its name.
 * Throws NotPossible for what the client refuses. */
export type Person = {
  readonly id: string;
  /** Types a message; `@name`, `#channel` and URLs become what Slack makes of them. */
  post(
    channel: string,
    text: string,
    options?: { readonly thread?: string; readonly broadcast?: boolean },
  ): Message;
  /** Types `@bot text`. */
  mention(channel: string, text: string, options?: { readonly thread?: string }): Message;
  /** Types `/command text` and waits for the ack. */
  command(channel: string, line: string, options?: { readonly thread?: string }): Promise<CommandOutcome>;
  /** Presses a button, or picks an option (by its value), and waits for the ack. */
  click(target: Clickable, actionId: string, value?: Entered, blockId?: string): Promise<ActionOutcome>;
  /** Types into an external select and gets what the app offers. */
  suggest(target: Clickable, actionId: string, query: string): Promise<readonly Fields[]>;
  openShortcut(message: MessageRef, callbackId: string): Promise<ActionOutcome>;
  openGlobalShortcut(callbackId: string): Promise<ActionOutcome>;
  react(message: MessageRef, emoji: string): void;
  unreact(message: MessageRef, emoji: string): void;
  edit(message: MessageRef, text: string): void;
  delete(message: MessageRef): void;
  /** Fills in the modal (on top, unless another is named) and submits it. */
  submit(values?: EnteredValues, view?: OpenView): Promise<SubmitOutcome>;
  close(options?: { readonly all?: boolean; readonly view?: OpenView }): Promise<void>;
  openHome(): void;
  /** The person's open modals, the one on top last. */
  views(): readonly OpenView[];
  join(channel: string): void;
  leave(channel: string): void;
};

export function personAt(core: Core, nameOrId: string): Person {
  const { state } = core.workspace;
  const user = [...state.users.values()].find((it) => it.id === nameOrId || it.name === nameOrId);
  if (!user) throw new NotPossible('no_such_user', `Nobody here is called "${nameOrId}".`);

  const post: Person['post'] = (channel, text, options = {}) => {
    if (/^\/\w/u.test(text)) throw new NotPossible('slash_command', 'Use command() for slash commands.');
    const content = { text: typedText(state, text), blocks: [], attachments: [] };
    return postMessage(core, memberChannel(core, user.id, channel), content, {
      threadTs: options.thread,
      isBroadcast: options.broadcast ?? false,
      author: { user: user.id },
      clientMessageId: crypto.randomUUID(),
    });
  };

  return {
    id: user.id,
    post,
    mention: (channel, text, options) => post(channel, `@${state.app.name} ${text}`, options),
    command: (channel, line, options = {}) =>
      runCommand(core, user.id, {
        channel: channelFor(core, user.id, channel).id,
        line,
        threadTs: options.thread,
      }),
    click: (target, actionId, entered, blockId) =>
      useElement(core, user.id, { surface: surfaceOf(core, user.id, target), actionId, blockId, entered }),
    suggest: (target, actionId, query) =>
      askOptions(core, user.id, { surface: surfaceOf(core, user.id, target), actionId, query }),
    openShortcut: (ref, callbackId) => useMessageShortcut(core, user.id, existing(core, ref), callbackId),
    openGlobalShortcut: (callbackId) => useGlobalShortcut(core, user.id, callbackId),
    react: (ref, emoji) => reactAs(core, user.id, 'reaction_added', ref, emoji),
    unreact: (ref, emoji) => reactAs(core, user.id, 'reaction_removed', ref, emoji),
    edit(ref, text) {
      const message = ownMessage(core, user.id, ref);
      const content = { text: typedText(state, text), blocks: [], attachments: [] };
      const editedTs = core.workspace.nextTs();
      core.workspace.record({
        type: 'message_edited',
        channel: message.channel,
        ts: message.ts,
        content,
        editedTs,
        by: user.id,
      });
    },
    delete(ref) {
      const message = ownMessage(core, user.id, ref);
      const deletedTs = core.workspace.nextTs();
      core.workspace.record({
        type: 'message_deleted',
        channel: message.channel,
        ts: message.ts,
        by: user.id,
        deletedTs,
      });
    },
    submit: (values = {}, view) => submitView(core, openView(core, user.id, view), values),
    close: (options = {}) => closeView(core, openView(core, user.id, options.view), options.all ?? false),
    openHome() {
      const channel = directMessages(core, user.id);
      core.workspace.record({
        type: 'home_opened',
        user: user.id,
        channel: channel.id,
        eventTs: core.workspace.nextTs(),
      });
    },
    views: () => viewStack(core, user.id),
    join(channel) {
      const { id } = namedChannel(core, channel);
      core.workspace.record({
        type: 'member_joined',
        channel: id,
        user: user.id,
        eventTs: core.workspace.nextTs(),
      });
    },
    leave(channel) {
      const { id } = memberChannel(core, user.id, channel);
      core.workspace.record({
        type: 'member_left',
        channel: id,
        user: user.id,
        eventTs: core.workspace.nextTs(),
      });
    },
  };
}

export function namedChannel(core: Core, nameOrId: string): Channel {
  const name = nameOrId.replace(/^#/u, '');
  const found = [...core.workspace.state.channels.values()].find(
    (it) => it.id === nameOrId || it.name === name,
  );
  if (!found) throw new NotPossible('no_such_channel', `There is no channel "${nameOrId}".`);
  return found;
}

function channelFor(core: Core, user: string, nameOrId: string): Channel {
  const isDirect = nameOrId === `@${core.workspace.state.app.name}`;
  return isDirect ? directMessages(core, user) : namedChannel(core, nameOrId);
}

function memberChannel(core: Core, user: string, nameOrId: string): Channel {
  const channel = channelFor(core, user, nameOrId);
  if (channel.isArchived) throw new NotPossible('is_archived', `#${channel.name} is archived.`);
  if (!channel.members.has(user)) throw new NotPossible('not_in_channel', `You are not in #${channel.name}.`);
  return channel;
}

function existing(core: Core, ref: MessageRef): Message {
  const message = findMessage(core.workspace.state, ref.channel, ref.ts);
  if (!message)
    throw new NotPossible('message_not_found', `There is no message ${ref.ts} in ${ref.channel}.`);
  return message;
}

function ownMessage(core: Core, user: string, ref: MessageRef): Message {
  const message = existing(core, ref);
  if (message.user !== user) throw new NotPossible('not_yours', 'You can change only your own messages.');
  return message;
}

function openView(core: Core, user: string, named: OpenView | undefined): OpenView {
  const stack = viewStack(core, user);
  const view = named ? stack.find((it) => it.id === named.id) : stack.at(-1);
  if (!view) throw new NotPossible('no_view', 'No such view is open.');
  return view;
}

function surfaceOf(core: Core, user: string, target: Clickable): Surface {
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

function reactAs(
  core: Core,
  user: string,
  type: 'reaction_added' | 'reaction_removed',
  ref: MessageRef,
  emoji: string,
): void {
  try {
    react(core, type, { channel: ref.channel, timestamp: ref.ts, name: emoji }, user);
  } catch (error) {
    if (error instanceof Refusal)
      throw new NotPossible(error.code, `Slack refused the reaction: ${error.code}.`);
    throw error;
  }
}
