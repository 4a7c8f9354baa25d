import { z } from 'zod';
import type { Core } from '../core.ts';
import type { Fields } from '../fields.ts';
import { limits } from '../rate-limits.ts';
import type { Channel, Message } from '../workspace/entities.ts';
import { channelToWire, messageToWire, repliesOf } from '../workspace/wire.ts';
import { directMessages, joinedChannel, knownChannel, requireScopeFor } from './channels.ts';
import { arg, method, Refusal } from './method.ts';
import { pageOf } from './pages.ts';
import { findMessage } from '../workspace/state.ts';

const readScopes = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const historyScopes = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];
const paging = { limit: arg.count.optional(), cursor: arg.text.optional() };
const span = {
  oldest: z.coerce.number().optional(),
  latest: z.coerce.number().optional(),
  inclusive: arg.flag.optional(),
  include_all_metadata: arg.flag.optional(),
};

const history = method({
  name: 'conversations.history',
  scopes: historyScopes,
  limit: limits.perMinute50,
  args: z.object({ channel: arg.text, ...paging, ...span }),
  run(args, core) {
    const channel = readableChannel(core, args.channel);
    const all = core.workspace.state.messages.get(channel.id) ?? [];
    const topLevel = all.filter((it) => !it.isDeleted && (it.threadTs === undefined || it.isBroadcast));
    return listMessages(core, topLevel.filter((it) => isWithin(it, args)).reverse(), args);
  },
});

const replies = method({
  name: 'conversations.replies',
  scopes: historyScopes,
  limit: limits.perMinute50,
  args: z.object({ channel: arg.text, ts: arg.text, ...paging, ...span }),
  run(args, core) {
    const channel = readableChannel(core, args.channel);
    const message = findMessage(core.workspace.state, channel.id, args.ts);
    const thread = repliesOf(core.workspace.state, channel.id, args.ts);
    if (!message && thread.length === 0) throw new Refusal('thread_not_found');
    // Asked for a reply, Slack gives that reply alone; asked for a parent, the parent leads every first page.
    const inSpan = thread.filter((it) => isWithin(it, args));
    return listMessages(core, message ? [message, ...inSpan] : inSpan, args);
  },
});

const info = method({
  name: 'conversations.info',
  scopes: readScopes,
  limit: limits.perMinute50,
  args: z.object({ channel: arg.text }),
  run(args, core) {
    const channel = knownChannel(core, args.channel);
    requireScopeFor(core, channel, 'read');
    return { channel: channelToWire(channel, core.workspace.state.app.botUserId) };
  },
});

const list = method({
  name: 'conversations.list',
  scopes: readScopes,
  limit: limits.perMinute20,
  args: z.object({ types: arg.text.optional(), exclude_archived: arg.flag.optional(), ...paging }),
  run(args, core) {
    const { state } = core.workspace;
    const kinds = (args.types ?? 'public_channel').split(',').map((type) => type.trim());
    const visible = [...state.channels.values()].filter((it) => {
      if (!kinds.includes({ public: 'public_channel', private: 'private_channel', im: 'im' }[it.kind]))
        return false;
      if (args.exclude_archived && it.isArchived) return false;
      return it.kind === 'public' || it.members.has(state.app.botUserId);
    });
    for (const channel of visible) requireScopeFor(core, channel, 'read');
    const { page, nextCursor } = pageOf(visible, args);
    return {
      channels: page.map((it) => channelToWire(it, state.app.botUserId)),
      response_metadata: { next_cursor: nextCursor },
    };
  },
});

const members = method({
  name: 'conversations.members',
  scopes: readScopes,
  limit: limits.perMinute100,
  args: z.object({ channel: arg.text, ...paging }),
  run(args, core) {
    const channel = knownChannel(core, args.channel);
    requireScopeFor(core, channel, 'read');
    const { page, nextCursor } = pageOf([...channel.members], args);
    return { members: page, response_metadata: { next_cursor: nextCursor } };
  },
});

const open = method({
  name: 'conversations.open',
  scopes: ['im:write', 'mpim:write', 'channels:manage', 'groups:write'],
  limit: limits.perMinute50,
  args: z.object({ users: arg.text.optional(), channel: arg.text.optional() }),
  run(args, core) {
    if (args.channel) return { channel: { id: knownChannel(core, args.channel).id } };
    const users = (args.users ?? '').split(',').filter((user) => user !== '');
    const [user] = users;
    if (user === undefined) throw new Refusal('users_list_not_supplied');
    if (users.length > 1) throw new Refusal('method_not_supported_for_channel_type');
    if (!core.workspace.state.users.has(user)) throw new Refusal('user_not_found');
    return { channel: { id: directMessages(core, user).id } };
  },
});

const create = method({
  name: 'conversations.create',
  scopes: ['channels:manage', 'groups:write'],
  limit: limits.perMinute20,
  args: z.object({ name: arg.text, is_private: arg.flag.optional() }),
  run(args, core) {
    const { state } = core.workspace;
    if (!/^[\p{Ll}\p{N}_-]{1,80}$/u.test(args.name)) throw new Refusal('invalid_name_specials');
    if ([...state.channels.values()].some((it) => it.name === args.name)) throw new Refusal('name_taken');
    const channel: Channel = {
      id: core.workspace.nextId('C'),
      name: args.name,
      kind: args.is_private ? 'private' : 'public',
      isExternallyShared: false,
      creator: state.app.botUserId,
      createdAt: Math.floor(Date.now() / 1000),
      isArchived: false,
      topic: '',
      members: new Set([state.app.botUserId]),
    };
    core.workspace.record({ type: 'channel_created', channel });
    return { channel: channelToWire(channel, state.app.botUserId) };
  },
});

const join = method({
  name: 'conversations.join',
  scopes: ['channels:join'],
  limit: limits.perMinute50,
  args: z.object({ channel: arg.text }),
  run(args, core) {
    const channel = knownChannel(core, args.channel);
    const { app } = core.workspace.state;
    if (channel.isArchived) throw new Refusal('is_archived');
    if (channel.kind !== 'public') throw new Refusal('method_not_supported_for_channel_type');
    const wasMember = channel.members.has(app.botUserId);
    if (!wasMember) {
      const eventTs = core.workspace.nextTs();
      core.workspace.record({ type: 'member_joined', channel: channel.id, user: app.botUserId, eventTs });
    }
    return {
      channel: channelToWire(channel, app.botUserId),
      ...(wasMember && {
        warning: 'already_in_channel',
        response_metadata: { warnings: ['already_in_channel'] },
      }),
    };
  },
});

export const conversations = [history, replies, info, list, members, open, create, join];

function readableChannel(core: Core, id: string): Channel {
  const channel = joinedChannel(core, id);
  requireScopeFor(core, channel, 'history');
  return channel;
}

type Span = { oldest?: number | undefined; latest?: number | undefined; inclusive?: boolean | undefined };

function isWithin(message: Message, { oldest, latest, inclusive }: Span): boolean {
  const at = Number(message.ts);
  if (oldest !== undefined && (inclusive ? at < oldest : at <= oldest)) return false;
  return latest === undefined || (inclusive ? at <= latest : at < latest);
}

function listMessages(
  core: Core,
  messages: readonly Message[],
  args: {
    limit?: number | undefined;
    cursor?: string | undefined;
    include_all_metadata?: boolean | undefined;
  },
): Fields {
  const { page, nextCursor } = pageOf(messages, args);
  return {
    messages: page.map((it) => messageToWire(core.workspace.state, it, args.include_all_metadata)),
    has_more: nextCursor !== '',
    response_metadata: { next_cursor: nextCursor },
  };
}
