import { compact } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Permissions } from '../manifest.ts';
import type { Change } from '../workspace/changes.ts';
import type { Channel, Message } from '../workspace/entities.ts';
import type { WorkspaceState } from '../workspace/state.ts';
import { channelToWire, messageToWire } from '../workspace/wire.ts';

/** An inner event for the bot, with the subscription and the scope it needs. */
export type BotEvent = {
  readonly subscription: string;
  readonly scope: string | undefined;
  readonly event: Fields;
};

/** The subscriptions the sandbox can serve. */
export const servedSubscriptions = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_created',
  'file_deleted',
  'file_shared',
  'member_joined_channel',
  'member_left_channel',
  'message.channels',
  'message.groups',
  'message.im',
  'pin_added',
  'pin_removed',
  'reaction_added',
  'reaction_removed',
  'tokens_revoked',
] as const;
type Subscription = (typeof servedSubscriptions)[number];

/** What a change in the workspace is to the bot: no event, one, or two, subscribed or not. */
export function botEventsOf(state: WorkspaceState, change: Change): BotEvent[] {
  switch (change.type) {
    case 'message_posted':
      return inChannel(state, change.message.channel, (channel) =>
        postedEvents(state, channel, change.message),
      );
    case 'message_edited':
    case 'message_deleted':
      return inChannel(state, change.channel, (channel) => changedEvents(state, channel, change));
    case 'reaction_added':
    case 'reaction_removed':
      return inChannel(state, change.channel, () => [
        botEvent(change.type, 'reactions:read', {
          type: change.type,
          user: change.user,
          reaction: change.name,
          item_user: anyMessage(state, change.channel, change.ts)?.user,
          item: { type: 'message', channel: change.channel, ts: change.ts },
          event_ts: change.eventTs,
        }),
      ]);
    case 'pin_added':
    case 'pin_removed':
      return inChannel(state, change.channel, () => [
        botEvent(change.type, 'pins:read', {
          type: change.type,
          user: change.user,
          channel_id: change.channel,
          item: { type: 'message', channel: change.channel, message: { ts: change.ts } },
          event_ts: change.eventTs,
        }),
      ]);
    case 'member_joined':
    case 'member_left': {
      const type = change.type === 'member_joined' ? 'member_joined_channel' : 'member_left_channel';
      return inChannel(state, change.channel, (channel) => [
        botEvent(type, `${family(channel)}:read`, {
          type,
          user: change.user,
          channel: change.channel,
          channel_type: channel.kind === 'private' ? 'G' : 'C',
          team: state.team.id,
          event_ts: change.eventTs,
        }),
      ]);
    }
    case 'channel_created': {
      if (change.channel.kind !== 'public') return [];
      const channel = channelToWire(change.channel, state.app.botUserId);
      return [
        botEvent('channel_created', 'channels:read', {
          type: 'channel_created',
          channel,
          event_ts: String(change.channel.createdAt),
        }),
      ];
    }
    case 'channel_archived':
      return inChannel(state, change.channel, () => [
        botEvent('channel_archive', 'channels:read', {
          type: 'channel_archive',
          channel: change.channel,
          user: change.user,
          event_ts: change.eventTs,
        }),
      ]);
    case 'home_opened':
      return [
        botEvent('app_home_opened', undefined, {
          type: 'app_home_opened',
          user: change.user,
          channel: change.channel,
          tab: 'home',
          view: state.homes.get(change.user)?.body,
          event_ts: change.eventTs,
        }),
      ];
    case 'file_stored': {
      const share = change.file.shares[0];
      if (!share) return [];
      return inChannel(state, share.channel, () => [
        botEvent('file_shared', 'files:read', {
          type: 'file_shared',
          file_id: change.file.id,
          user_id: change.file.uploadedBy,
          channel_id: share.channel,
          file: { id: change.file.id },
          event_ts: share.ts,
        }),
      ]);
    }
    case 'file_deleted':
      return [
        botEvent('file_deleted', 'files:read', {
          type: 'file_deleted',
          file_id: change.id,
          event_ts: `${Date.now() / 1000}`,
        }),
      ];
    case 'workspace_emptied':
      return [];
    case 'app_uninstalled':
      return [
        botEvent('tokens_revoked', undefined, {
          type: 'tokens_revoked',
          tokens: { bot: [state.app.botUserId], oauth: [] },
          event_ts: change.eventTs,
        }),
        botEvent('app_uninstalled', undefined, { type: 'app_uninstalled', event_ts: change.eventTs }),
      ];
    case 'user_joined':
    case 'bookmark_saved':
    case 'bookmark_removed':
    case 'ephemeral_shown':
    case 'ephemeral_dismissed':
    case 'canvas_saved':
    case 'view_opened':
    case 'view_updated':
    case 'view_closed':
    case 'home_published':
      return [];
  }
}

/** Whether the app gets the event: subscribed in the manifest, and the scope granted. */
export function isWanted(permissions: Permissions, event: BotEvent): boolean {
  if (!permissions.subscribesTo(event.subscription)) return false;
  return event.scope === undefined || permissions.hasScope(event.scope);
}

function postedEvents(state: WorkspaceState, channel: Channel, message: Message): BotEvent[] {
  const wire = messageToWire(state, message, true);
  const about = { channel: channel.id, event_ts: message.ts };
  const events = [messageEvent(channel, { ...wire, ...about })];
  const mention = `<@${state.app.botUserId}>`;
  const isMention =
    message.user !== state.app.botUserId && channel.kind !== 'im' && String(wire['text']).includes(mention);
  if (isMention)
    events.push(botEvent('app_mention', 'app_mentions:read', { ...wire, ...about, type: 'app_mention' }));
  return events;
}

function changedEvents(
  state: WorkspaceState,
  channel: Channel,
  change: Extract<Change, { type: 'message_edited' | 'message_deleted' }>,
): BotEvent[] {
  const message = anyMessage(state, change.channel, change.ts);
  if (!message) return [];
  if (change.type === 'message_edited') {
    const previous = messageToWire(state, { ...message, revisions: message.revisions.slice(0, -1) }, true);
    return [
      messageEvent(channel, {
        subtype: 'message_changed',
        hidden: true,
        message: messageToWire(state, message, true),
        previous_message: previous,
        channel: channel.id,
        ts: change.editedTs,
        event_ts: change.editedTs,
      }),
    ];
  }
  return [
    messageEvent(channel, {
      subtype: 'message_deleted',
      hidden: true,
      previous_message: messageToWire(state, message, true),
      channel: channel.id,
      deleted_ts: change.ts,
      ts: change.deletedTs,
      event_ts: change.deletedTs,
    }),
  ];
}

function messageEvent(channel: Channel, event: Fields): BotEvent {
  const subscriptions = { public: 'message.channels', private: 'message.groups', im: 'message.im' } as const;
  const channelType = { public: 'channel', private: 'group', im: 'im' }[channel.kind];
  return botEvent(subscriptions[channel.kind], `${family(channel)}:history`, {
    ...event,
    type: 'message',
    channel_type: channelType,
  });
}

function botEvent(subscription: Subscription, scope: string | undefined, event: Fields): BotEvent {
  return { subscription, scope, event: compact(event) };
}

/** Events of a channel reach the bot only while it is a member. */
function inChannel(state: WorkspaceState, id: string, events: (channel: Channel) => BotEvent[]): BotEvent[] {
  const channel = state.channels.get(id);
  return channel?.members.has(state.app.botUserId) ? events(channel) : [];
}

function anyMessage(state: WorkspaceState, channel: string, ts: string): Message | undefined {
  return state.messages.get(channel)?.find((message) => message.ts === ts);
}

function family(channel: Channel): string {
  return { public: 'channels', private: 'groups', im: 'im' }[channel.kind];
}
