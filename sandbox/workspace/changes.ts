import type {
  Bookmark,
  Canvas,
  Channel,
  Content,
  Ephemeral,
  Message,
  OpenView,
  StoredFile,
  User,
} from './entities.ts';

/** Everything that can happen in the workspace, in the words of the people in it. */
export type Change =
  | { readonly type: 'message_posted'; readonly message: Message }
  | {
      readonly type: 'message_edited';
      readonly channel: string;
      readonly ts: string;
      readonly content: Content;
      readonly editedTs: string;
      readonly by: string;
    }
  | {
      readonly type: 'message_deleted';
      readonly channel: string;
      readonly ts: string;
      readonly by: string;
      readonly deletedTs: string;
    }
  | {
      readonly type: 'reaction_added' | 'reaction_removed';
      readonly channel: string;
      readonly ts: string;
      readonly name: string;
      readonly user: string;
      readonly eventTs: string;
    }
  | {
      readonly type: 'pin_added' | 'pin_removed';
      readonly channel: string;
      readonly ts: string;
      readonly user: string;
      readonly eventTs: string;
    }
  | { readonly type: 'bookmark_saved'; readonly bookmark: Bookmark }
  | { readonly type: 'bookmark_removed'; readonly id: string }
  | { readonly type: 'ephemeral_shown'; readonly ephemeral: Ephemeral }
  | { readonly type: 'ephemeral_dismissed'; readonly id: string }
  | { readonly type: 'file_stored'; readonly file: StoredFile }
  | { readonly type: 'file_deleted'; readonly id: string }
  | { readonly type: 'canvas_saved'; readonly canvas: Canvas }
  | { readonly type: 'user_joined'; readonly user: User }
  | { readonly type: 'channel_created'; readonly channel: Channel }
  | {
      readonly type: 'channel_archived';
      readonly channel: string;
      readonly user: string;
      readonly eventTs: string;
    }
  | {
      readonly type: 'member_joined' | 'member_left';
      readonly channel: string;
      readonly user: string;
      readonly eventTs: string;
    }
  | { readonly type: 'view_opened' | 'view_updated'; readonly view: OpenView }
  | { readonly type: 'view_closed'; readonly id: string }
  | { readonly type: 'home_published'; readonly view: OpenView }
  | {
      readonly type: 'home_opened';
      readonly user: string;
      readonly channel: string;
      readonly eventTs: string;
    }
  /** Everything said and shown is gone, as on the first day; people, channels and the app stay. */
  | { readonly type: 'workspace_emptied' }
  | { readonly type: 'app_uninstalled'; readonly eventTs: string };

/** A change with its place in the order of things. */
export type WorkspaceEvent = { readonly seq: number; readonly at: Date } & Change;
