import type { Patch } from '../page/contract.ts';
import type { Change } from '../workspace/changes.ts';
import type { WorkspaceState } from '../workspace/state.ts';
import {
  channelOnPage,
  ephemeralOnPage,
  fileOnPage,
  messageOnPage,
  personOnPage,
  viewOnPage,
} from './as-page-sees-it.ts';

/** What a page has to hear of a change: the new state of what was touched. `everything`: forget what you knew. */
export function patchesOf(state: WorkspaceState, change: Change): readonly Patch[] | 'everything' {
  switch (change.type) {
    case 'message_posted':
      return messagePatches(state, change.message.channel, change.message.ts);
    case 'message_edited':
    case 'message_deleted':
    case 'reaction_added':
    case 'reaction_removed':
    case 'pin_added':
    case 'pin_removed':
      return messagePatches(state, change.channel, change.ts);
    case 'bookmark_saved': {
      const { id, channel, title, link } = change.bookmark;
      return [{ kind: 'bookmark', bookmark: { id, channel, title, link } }];
    }
    case 'bookmark_removed':
      return [{ kind: 'bookmark_gone', id: change.id }];
    case 'ephemeral_shown':
      return [{ kind: 'ephemeral', ephemeral: ephemeralOnPage(change.ephemeral) }];
    case 'ephemeral_dismissed':
      return [{ kind: 'ephemeral_gone', id: change.id }];
    case 'file_stored':
      return [{ kind: 'file', file: fileOnPage(change.file) }];
    case 'file_deleted':
      return [{ kind: 'file_gone', id: change.id }];
    case 'canvas_saved':
    case 'home_opened':
      return [];
    case 'user_joined':
      return [{ kind: 'person', person: personOnPage(change.user) }];
    case 'channel_created':
      return channelPatches(state, change.channel.id);
    case 'channel_archived':
    case 'member_joined':
    case 'member_left':
      return channelPatches(state, change.channel);
    case 'view_opened':
    case 'view_updated':
      return [{ kind: 'view', view: viewOnPage(change.view) }];
    case 'view_closed':
      return [{ kind: 'view_gone', id: change.id }];
    case 'home_published':
      return [{ kind: 'home', view: viewOnPage(change.view) }];
    case 'workspace_emptied':
      return 'everything';
    case 'app_uninstalled':
      return [{ kind: 'installed', isInstalled: false }];
  }
}

/** The whole workspace as patches. */
export function allPatches(state: WorkspaceState): Patch[] {
  const { botId } = state.app;
  return [
    ...[...state.users.values()].map((user): Patch => ({ kind: 'person', person: personOnPage(user) })),
    ...[...state.channels.values()].map((channel): Patch => ({
      kind: 'channel',
      channel: channelOnPage(channel),
    })),
    ...[...state.files.values()].map((file): Patch => ({ kind: 'file', file: fileOnPage(file) })),
    ...[...state.messages.values()]
      .flat()
      .map((message): Patch => ({ kind: 'message', message: messageOnPage(message, botId) })),
    ...[...state.ephemerals.values()].map((ephemeral): Patch => ({
      kind: 'ephemeral',
      ephemeral: ephemeralOnPage(ephemeral),
    })),
    ...[...state.bookmarks.values()].map(({ id, channel, title, link }): Patch => ({
      kind: 'bookmark',
      bookmark: { id, channel, title, link },
    })),
    ...[...state.views.values()].map((view): Patch => ({ kind: 'view', view: viewOnPage(view) })),
    ...[...state.homes.values()].map((view): Patch => ({ kind: 'home', view: viewOnPage(view) })),
    { kind: 'installed', isInstalled: state.isInstalled },
  ];
}

function messagePatches(state: WorkspaceState, channel: string, ts: string): readonly Patch[] {
  const message = state.messages.get(channel)?.find((it) => it.ts === ts);
  return message ? [{ kind: 'message', message: messageOnPage(message, state.app.botId) }] : [];
}

function channelPatches(state: WorkspaceState, id: string): readonly Patch[] {
  const channel = state.channels.get(id);
  return channel ? [{ kind: 'channel', channel: channelOnPage(channel) }] : [];
}
