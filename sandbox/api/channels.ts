import type { Core } from '../core.ts';
import type { Channel, Message } from '../workspace/entities.ts';
import { findMessage } from '../workspace/state.ts';
import { Refusal } from './method.ts';

/** What a method wants to do in a channel, as scopes are named: `channels:history`, `groups:read`, `im:write`. */
type Purpose = 'history' | 'read' | 'write' | 'manage';

/** The channel the app names, if the app may know about it. Throws `channel_not_found`. */
export function knownChannel(core: Core, id: string): Channel {
  const { channels, app } = core.workspace.state;
  const channel =
    channels.get(id) ?? [...channels.values()].find((it) => `#${it.name}` === id || it.name === id);
  const isHidden = channel !== undefined && channel.kind !== 'public' && !channel.members.has(app.botUserId);
  if (!channel || isHidden) throw new Refusal('channel_not_found');
  return channel;
}

/** The channel, if the bot is in it. Throws `channel_not_found` or `not_in_channel`. */
export function joinedChannel(core: Core, id: string): Channel {
  const channel = knownChannel(core, id);
  if (!channel.members.has(core.workspace.state.app.botUserId)) throw new Refusal('not_in_channel');
  return channel;
}

/** The channel, if the bot may write there. Throws as `joinedChannel`, and `is_archived`. */
export function writableChannel(core: Core, id: string): Channel {
  const channel = knownChannel(core, id);
  if (channel.isArchived) throw new Refusal('is_archived');
  return joinedChannel(core, channel.id);
}

/** Slack names the scope after the kind of channel: a bot with only `channels:history` cannot read a private one. */
export function requireScopeFor(core: Core, channel: Channel, purpose: Purpose): void {
  const family = { public: 'channels', private: 'groups', im: 'im' }[channel.kind];
  const needed = `${family}:${purpose}`;
  if (!core.permissions.hasScope(needed)) throw missingScope(core, needed);
}

export function missingScope(core: Core, needed: string): Refusal {
  return new Refusal('missing_scope', { needed, provided: [...(core.permissions.scopes ?? [])].join(',') });
}

/** The message at a timestamp. Throws `message_not_found`. */
export function knownMessage(core: Core, channel: Channel, ts: string): Message {
  const message = findMessage(core.workspace.state, channel.id, ts);
  if (!message) throw new Refusal('message_not_found');
  return message;
}

/** The direct-message channel between the bot and a person, opened when there is none. */
export function directMessages(core: Core, user: string): Channel {
  const { state } = core.workspace;
  const found = [...state.channels.values()].find((it) => it.kind === 'im' && it.members.has(user));
  if (found) return found;
  const channel: Channel = {
    id: core.workspace.nextId('D'),
    name: 'directmessage',
    kind: 'im',
    isExternallyShared: false,
    creator: user,
    createdAt: Math.floor(Date.now() / 1000),
    isArchived: false,
    topic: '',
    members: new Set([user, state.app.botUserId]),
  };
  core.workspace.record({ type: 'channel_created', channel });
  return channel;
}
