import { compact } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Channel, Message, OpenView, Revision, User } from './entities.ts';
import { fileToWire } from './file-to-wire.ts';
import type { WorkspaceState } from './state.ts';

/** What people see now. A message always has at least its original revision. */
export function currentRevision(message: Message): Revision {
  const last = message.revisions.at(-1);
  if (!last) throw new Error(`message ${message.ts} has no revision`);
  return last;
}

/** A message as the Web API and the events carry it. Metadata only where it was asked for. */
export function messageToWire(state: WorkspaceState, message: Message, withMetadata = false): Fields {
  const now = currentRevision(message);
  const edited = message.revisions.length > 1 ? { user: now.by, ts: now.ts } : undefined;
  const files = message.files.flatMap((id) => state.files.get(id) ?? []);
  return compact({
    type: 'message',
    subtype: message.subtype,
    user: message.user,
    bot_id: message.botId,
    app_id: message.appId,
    bot_profile: message.botId
      ? {
          id: message.botId,
          app_id: message.appId,
          name: state.users.get(message.user)?.name,
          team_id: state.team.id,
        }
      : undefined,
    client_msg_id: message.clientMessageId,
    // Slack names the team in every message but those that bring files.
    team: message.subtype === 'file_share' ? undefined : state.team.id,
    ts: message.ts,
    text: now.text,
    blocks: now.blocks.length > 0 ? now.blocks : undefined,
    attachments: now.attachments.length > 0 ? now.attachments : undefined,
    metadata: withMetadata ? now.metadata : undefined,
    files: files.length > 0 ? files.map((file) => fileToWire(state, file)) : undefined,
    ...(message.subtype === 'file_share' && { upload: true, display_as_bot: false }),
    edited,
    ...threadToWire(state, message),
    reactions:
      message.reactions.length > 0
        ? message.reactions.map((it) => ({ name: it.name, users: [...it.users], count: it.users.length }))
        : undefined,
    pinned_to: message.isPinned ? [message.channel] : undefined,
  });
}

function threadToWire(state: WorkspaceState, message: Message): Fields {
  if (message.threadTs) return { thread_ts: message.threadTs, parent_user_id: parentUser(state, message) };
  const replies = repliesOf(state, message.channel, message.ts);
  if (replies.length === 0) return {};
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: users,
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
  };
}

/** The replies of a thread, oldest first, without the parent. */
export function repliesOf(state: WorkspaceState, channel: string, parentTs: string): Message[] {
  const all = state.messages.get(channel) ?? [];
  return all.filter((message) => message.threadTs === parentTs && !message.isDeleted);
}

function parentUser(state: WorkspaceState, reply: Message): string | undefined {
  return state.messages.get(reply.channel)?.find((message) => message.ts === reply.threadTs)?.user;
}

export function channelToWire(channel: Channel, botUserId: string): Fields {
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: false,
    is_im: channel.kind === 'im',
    is_mpim: false,
    is_private: channel.kind !== 'public',
    is_archived: channel.isArchived,
    is_general: channel.name === 'general',
    is_shared: channel.isExternallyShared,
    is_ext_shared: channel.isExternallyShared,
    is_org_shared: false,
    is_member: channel.members.has(botUserId),
    creator: channel.creator,
    created: channel.createdAt,
    num_members: channel.members.size,
    topic: { value: channel.topic, creator: channel.creator, last_set: channel.createdAt },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

export function userToWire(user: User, state: WorkspaceState): Fields {
  return {
    id: user.id,
    team_id: state.team.id,
    name: user.name,
    real_name: user.realName,
    deleted: user.isDeleted,
    tz: user.timeZone,
    is_bot: user.isBot,
    is_app_user: false,
    is_admin: false,
    is_owner: false,
    is_restricted: user.isRestricted,
    is_ultra_restricted: false,
    profile: { real_name: user.realName, display_name: user.name, title: user.title, team: state.team.id },
  };
}

/** A view with the identity Slack gave it and what the person has filled in. */
export function viewToWire(state: WorkspaceState, view: OpenView): Fields {
  return {
    close: null,
    submit: null,
    callback_id: '',
    private_metadata: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    ...view.body,
    id: view.id,
    team_id: state.team.id,
    app_id: state.app.appId,
    bot_id: state.app.botId,
    app_installed_team_id: state.team.id,
    hash: view.hash,
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
    state: { values: view.values },
  };
}
