import type { Change } from './changes.ts';
import type {
  Bookmark,
  Canvas,
  Channel,
  Ephemeral,
  InstalledApp,
  Message,
  OpenView,
  StoredFile,
  Team,
  User,
  UserGroup,
} from './entities.ts';

export type WorkspaceState = {
  readonly team: Team;
  readonly app: InstalledApp;
  readonly users: Map<string, User>;
  readonly userGroups: Map<string, UserGroup>;
  readonly channels: Map<string, Channel>;
  /** Per channel, oldest first, thread replies included. */
  readonly messages: Map<string, Message[]>;
  readonly ephemerals: Map<string, Ephemeral>;
  readonly files: Map<string, StoredFile>;
  readonly bookmarks: Map<string, Bookmark>;
  readonly canvases: Map<string, Canvas>;
  readonly views: Map<string, OpenView>;
  readonly homes: Map<string, OpenView>;
  isInstalled: boolean;
};

/** The message at a timestamp, deleted ones left out. */
export function findMessage(state: WorkspaceState, channel: string, ts: string): Message | undefined {
  return state.messages.get(channel)?.find((message) => message.ts === ts && !message.isDeleted);
}

/** Applies one change to the state. The state is only ever changed here. */
export function evolve(state: WorkspaceState, change: Change): void {
  switch (change.type) {
    case 'message_posted': {
      const list = state.messages.get(change.message.channel) ?? [];
      list.push(change.message);
      state.messages.set(change.message.channel, list);
      return;
    }
    case 'message_edited':
      findMessage(state, change.channel, change.ts)?.revisions.push({
        ...change.content,
        ts: change.editedTs,
        by: change.by,
      });
      return;
    case 'message_deleted': {
      const message = findMessage(state, change.channel, change.ts);
      if (message) message.isDeleted = true;
      return;
    }
    case 'reaction_added':
      return addReaction(findMessage(state, change.channel, change.ts), change.name, change.user);
    case 'reaction_removed':
      return removeReaction(findMessage(state, change.channel, change.ts), change.name, change.user);
    case 'pin_added':
    case 'pin_removed': {
      const message = findMessage(state, change.channel, change.ts);
      if (message) message.isPinned = change.type === 'pin_added';
      return;
    }
    case 'bookmark_saved':
      state.bookmarks.set(change.bookmark.id, change.bookmark);
      return;
    case 'bookmark_removed':
      state.bookmarks.delete(change.id);
      return;
    case 'ephemeral_shown':
      state.ephemerals.set(change.ephemeral.id, change.ephemeral);
      return;
    case 'ephemeral_dismissed':
      state.ephemerals.delete(change.id);
      return;
    case 'file_stored':
      state.files.set(change.file.id, change.file);
      return;
    case 'file_deleted':
      state.files.delete(change.id);
      return;
    case 'canvas_saved':
      state.canvases.set(change.canvas.id, change.canvas);
      return;
    case 'user_joined':
      state.users.set(change.user.id, change.user);
      return;
    case 'channel_created':
      state.channels.set(change.channel.id, change.channel);
      return;
    case 'channel_archived': {
      const channel = state.channels.get(change.channel);
      if (channel) channel.isArchived = true;
      return;
    }
    case 'member_joined':
      state.channels.get(change.channel)?.members.add(change.user);
      return;
    case 'member_left':
      state.channels.get(change.channel)?.members.delete(change.user);
      return;
    case 'view_opened':
    case 'view_updated':
      state.views.set(change.view.id, change.view);
      return;
    case 'view_closed':
      state.views.delete(change.id);
      return;
    case 'home_published':
      state.homes.set(change.view.user, change.view);
      return;
    case 'home_opened':
      return;
    case 'workspace_emptied':
      for (const kept of [
        state.messages,
        state.ephemerals,
        state.files,
        state.bookmarks,
        state.canvases,
        state.views,
      ])
        kept.clear();
      state.homes.clear();
      return;
    case 'app_uninstalled':
      state.isInstalled = false;
      return;
  }
}

function addReaction(message: Message | undefined, name: string, user: string): void {
  const known = message?.reactions.find((reaction) => reaction.name === name);
  if (known) known.users.push(user);
  else message?.reactions.push({ name, users: [user] });
}

function removeReaction(message: Message | undefined, name: string, user: string): void {
  const index = message?.reactions.findIndex((reaction) => reaction.name === name) ?? -1;
  const reaction = message?.reactions[index];
  if (!message || !reaction) return;
  reaction.users.splice(reaction.users.indexOf(user), 1);
  if (reaction.users.length === 0) message.reactions.splice(index, 1);
}
