import type { Core } from '../core.ts';
import type { Channel, Content, Ephemeral, Message } from '../workspace/entities.ts';
import { findMessage } from '../workspace/state.ts';
import { Refusal } from './method.ts';

export type Posting = {
  readonly threadTs?: string | undefined;
  readonly isBroadcast?: boolean;
  readonly files?: readonly string[];
  readonly subtype?: string;
  /** Who posts; the installed app when left out. */
  readonly author?: { readonly user: string; readonly botId?: string; readonly appId?: string };
  readonly clientMessageId?: string;
};

/**
 * Posts a message. A thread whose parent is gone gets no error: the message lands top-level, as it does in Slack.
 * Throws `cannot_reply_to_message` when the thread named is itself a reply.
 */
export function postMessage(core: Core, channel: Channel, content: Content, posting: Posting): Message {
  const { state } = core.workspace;
  const parent =
    posting.threadTs === undefined ? undefined : findMessage(state, channel.id, posting.threadTs);
  if (parent?.threadTs !== undefined) throw new Refusal('cannot_reply_to_message');
  const author = posting.author ?? {
    user: state.app.botUserId,
    botId: state.app.botId,
    appId: state.app.appId,
  };
  const ts = core.workspace.nextTs();
  const isBroadcast = parent !== undefined && (posting.isBroadcast ?? false);
  const message: Message = {
    channel: channel.id,
    ts,
    user: author.user,
    botId: author.botId,
    appId: author.appId,
    threadTs: parent?.ts,
    isBroadcast,
    subtype: isBroadcast ? 'thread_broadcast' : posting.subtype,
    files: posting.files ?? [],
    clientMessageId: posting.clientMessageId,
    revisions: [{ ...content, ts, by: author.user }],
    reactions: [],
    isPinned: false,
    isDeleted: false,
  };
  core.workspace.record({ type: 'message_posted', message });
  return message;
}

/** Shows a message to one person. */
export function showEphemeral(core: Core, shown: Omit<Ephemeral, 'id' | 'ts'>): Ephemeral {
  const ephemeral = { ...shown, id: core.workspace.nextId('E'), ts: core.workspace.nextTs() };
  core.workspace.record({ type: 'ephemeral_shown', ephemeral });
  return ephemeral;
}
