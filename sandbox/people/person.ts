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
import { askOptions } from '../interactions/ask-options.ts';
import type { Fields } from '../fields.ts';
import { useGlobalShortcut, useMessageShortcut } from '../interactions/use-shortcut.ts';
import type { Message, OpenView } from '../workspace/entities.ts';
import {
  channelFor,
  existing,
  memberChannel,
  namedChannel,
  openView,
  ownMessage,
  personNamed,
  surfaceOf,
} from './find.ts';
import type { Clickable, MessageRef } from './find.ts';
import { NotPossible } from './not-possible.ts';
import { typedText } from './typed-text.ts';
import { shareAs, uploadAs } from './upload-files.ts';
import type { Beside } from './upload-files.ts';

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
  /** Attaches files (and types a text beside them) and sends them. */
  share(
    channel: string,
    files: readonly { readonly name: string; readonly content: Buffer; readonly alt?: string }[],
    beside?: Beside,
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
  /** Chooses files for a file input: the ids to submit as its value. */
  upload(files: readonly { readonly name: string; readonly content: Buffer }[]): readonly string[];
  /** Fills in the modal (on top, unless another is named) and submits it. */
  submit(values?: EnteredValues, view?: OpenView): Promise<SubmitOutcome>;
  close(options?: { readonly all?: boolean; readonly view?: OpenView }): Promise<void>;
  openHome(): void;
  /** The person's open modals, the one on top last. */
  views(): readonly OpenView[];
  join(channel: string): void;
  leave(channel: string): void;
  /** Brings somebody, such as the bot, into a channel. */
  invite(channel: string, user: string): void;
  archive(channel: string): void;
};

export function personAt(core: Core, nameOrId: string): Person {
  const { state } = core.workspace;
  const user = personNamed(core, nameOrId);

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
    share(channel, files, beside = {}) {
      const uploaded = files.map((file) => ({ id: uploadAs(core, user.id, file), alt: file.alt }));
      return shareAs(core, user.id, { channel, files: uploaded, beside });
    },
    upload: (files) => files.map((file) => uploadAs(core, user.id, file)),
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
    invite(channel, invited) {
      const { id } = memberChannel(core, user.id, channel);
      const guest = personNamed(core, invited);
      core.workspace.record({
        type: 'member_joined',
        channel: id,
        user: guest.id,
        eventTs: core.workspace.nextTs(),
      });
    },
    archive(channel) {
      const { id } = memberChannel(core, user.id, channel);
      core.workspace.record({
        type: 'channel_archived',
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
