import type { Fields } from '../fields.ts';

export type Team = { readonly id: string; readonly name: string; readonly domain: string };

/** The installed app under test and the bot user it acts as. */
export type InstalledApp = {
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly name: string;
};

export type User = {
  readonly id: string;
  /** What people type after the @. */
  readonly name: string;
  readonly realName: string;
  readonly title: string;
  readonly isBot: boolean;
  /** A guest who sees several channels. */
  readonly isRestricted: boolean;
  readonly isDeleted: boolean;
  readonly timeZone: string;
};

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly isExternallyShared: boolean;
  readonly creator: string;
  readonly createdAt: number;
  isArchived: boolean;
  readonly topic: string;
  readonly members: Set<string>;
};

/** What a message says at one point of its life. */
export type Content = {
  readonly text: string;
  readonly blocks: readonly Fields[];
  readonly attachments: readonly Fields[];
  readonly metadata?: Fields | undefined;
};

/** One state of a message; the first is the original, the last is what people see. */
export type Revision = Content & { readonly ts: string; readonly by: string };

export type Message = {
  readonly channel: string;
  readonly ts: string;
  /** Who posted: a person, or the bot user of an app. */
  readonly user: string;
  readonly botId?: string | undefined;
  readonly appId?: string | undefined;
  /** The timestamp of the thread's parent, for replies. */
  readonly threadTs?: string | undefined;
  readonly isBroadcast: boolean;
  readonly subtype?: string | undefined;
  readonly files: readonly string[];
  readonly clientMessageId?: string | undefined;
  readonly revisions: Revision[];
  readonly reactions: { readonly name: string; readonly users: string[] }[];
  isPinned: boolean;
  isDeleted: boolean;
};

/** Seen by one person, never stored by Slack, gone on reload. */
export type Ephemeral = Content & {
  readonly id: string;
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string | undefined;
  /** `slack` when Slack itself tells the person that something failed. */
  readonly from: 'app' | 'slack';
};

export type StoredFile = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly altText?: string | undefined;
  readonly uploadedBy: string;
  readonly createdAt: Date;
  readonly content: Buffer;
  /** Where it was shared; empty until the upload is completed. */
  readonly shares: readonly { readonly channel: string; readonly ts: string }[];
};

export type Bookmark = {
  readonly id: string;
  readonly channel: string;
  readonly title: string;
  readonly link: string;
  readonly emoji?: string | undefined;
  readonly createdAt: number;
};

export type Canvas = {
  readonly id: string;
  readonly title: string;
  readonly markdown: string;
  readonly channel?: string | undefined;
};

/** A modal or a Home tab as one person has it on the screen. */
export type OpenView = {
  readonly id: string;
  readonly user: string;
  readonly type: 'modal' | 'home';
  /** As the app sent it. */
  readonly body: Fields;
  readonly hash: string;
  readonly rootId: string;
  readonly previousId?: string | undefined;
  /** What the person has filled in so far: block_id, action_id, Slack's state object. */
  readonly values: Record<string, Record<string, Fields>>;
};

export type UserGroup = { readonly id: string; readonly handle: string; readonly users: readonly string[] };
