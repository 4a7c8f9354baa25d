/**
 * What the server of the sandbox and its page tell each other. Types alone: the server imports them, the browser runs
 * the files beside this one.
 */

/** A JSON object nobody has looked into yet. */
export type Fields = Record<string, unknown>;

export type PagePerson = {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly title: string;
  readonly isBot: boolean;
  readonly isGuest: boolean;
};

export type PageChannel = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly isArchived: boolean;
  readonly isShared: boolean;
  readonly members: readonly string[];
};

type PageContent = {
  readonly text: string;
  readonly blocks: readonly Fields[];
  readonly attachments: readonly Fields[];
};

export type PageMessage = PageContent & {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  /** Posted by the installed app, whose buttons can be pressed and whose shortcuts exist. */
  readonly isFromApp: boolean;
  readonly threadTs: string | null;
  readonly isBroadcast: boolean;
  /** By whom it was edited last; null when it never was. */
  readonly editedBy: string | null;
  readonly files: readonly string[];
  readonly reactions: readonly { readonly name: string; readonly users: readonly string[] }[];
  readonly isPinned: boolean;
  readonly isDeleted: boolean;
};

export type PageEphemeral = PageContent & {
  readonly id: string;
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly from: 'app' | 'slack';
};

export type PageFile = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly altText: string;
  /** Bytes. */
  readonly size: number;
  /** As Slack calls it to people: `CSV`, `Plain Text`. */
  readonly type: string;
  readonly uploadedBy: string;
  readonly isImage: boolean;
  /** Pixels; null when it is no picture, or nobody knows. */
  readonly picture: { readonly width: number; readonly height: number } | null;
};

export type PageBookmark = {
  readonly id: string;
  readonly channel: string;
  readonly title: string;
  readonly link: string;
};

export type PageView = {
  readonly id: string;
  readonly user: string;
  readonly type: 'modal' | 'home';
  readonly body: Fields;
  readonly hash: string;
  readonly values: Readonly<Record<string, Readonly<Record<string, Fields>>>>;
};

/** A recorded incident that can be played. */
export type Recording = {
  readonly id: string;
  readonly title: string;
  /** One sentence; it does not tell the cause. */
  readonly sentence: string;
};

export type PlaybackStatus = {
  /** Which recording is on; null before the first. */
  readonly playing: string | null;
  readonly state: 'idle' | 'starting' | 'playing' | 'paused' | 'failed';
  readonly speed: number;
  /** The time in the recording, ISO 8601, as it was at `asOf` (milliseconds since 1970 of the wall). */
  readonly recordedTime: string | null;
  readonly asOf: number;
  readonly problem: string | null;
};

/** A way Slack can misbehave that a person may switch on. */
export type FaultSwitch = {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly isOn: boolean;
};

export type TrafficCount = {
  readonly total: number;
  /** How many Socket Mode connections the bot has open. */
  readonly connections: number;
};

/** One thing that is different now: always the whole new state of it, so that hearing it twice changes nothing. */
export type Patch =
  | { readonly kind: 'message'; readonly message: PageMessage }
  | { readonly kind: 'ephemeral'; readonly ephemeral: PageEphemeral }
  | { readonly kind: 'ephemeral_gone'; readonly id: string }
  | { readonly kind: 'file'; readonly file: PageFile }
  | { readonly kind: 'file_gone'; readonly id: string }
  | { readonly kind: 'bookmark'; readonly bookmark: PageBookmark }
  | { readonly kind: 'bookmark_gone'; readonly id: string }
  | { readonly kind: 'view'; readonly view: PageView }
  | { readonly kind: 'view_gone'; readonly id: string }
  | { readonly kind: 'home'; readonly view: PageView }
  | { readonly kind: 'person'; readonly person: PagePerson }
  | { readonly kind: 'channel'; readonly channel: PageChannel }
  | { readonly kind: 'installed'; readonly isInstalled: boolean }
  | { readonly kind: 'traffic'; readonly traffic: TrafficCount }
  | { readonly kind: 'faults'; readonly faults: readonly FaultSwitch[] }
  | { readonly kind: 'playback'; readonly playback: PlaybackStatus };

/** What the app's makers want a newcomer to find; given to the sandbox as plain data. */
export type Offers = {
  readonly recordings: readonly Recording[];
  /** What can be typed after a command or a mention. */
  readonly words: readonly { readonly word: string; readonly usage: string; readonly hint: string }[];
  /** Reactions that do something when put on a message. */
  readonly reactions: readonly { readonly name: string; readonly meaning: string }[];
  readonly guide: readonly GuideStep[];
  /** Shown when the guide is over. */
  readonly afterwards: readonly {
    readonly title: string;
    readonly text: string;
    readonly commands: readonly string[];
  }[];
  /** Which channel the page opens on. */
  readonly channel: string | null;
};

export type GuideStep = {
  readonly title: string;
  readonly text: string;
  /** What to type, if something; it can be put into the box with one click. */
  readonly type?: string;
  /** What the page waits for before it ticks the step. */
  readonly done:
    | { readonly when: 'thread_open' }
    /** Somebody asked the app with this word, or sent a window that has it in its title. */
    | { readonly when: 'said'; readonly word: string }
    | { readonly when: 'pressed' };
};

export type SlashCommand = {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
};
export type Shortcut = {
  readonly name: string;
  readonly type: 'message' | 'global';
  readonly callbackId: string;
};

/** Everything at once, for a page that has just come or has lost the thread. */
export type Snapshot = {
  readonly team: string;
  readonly app: { readonly botUserId: string; readonly name: string };
  readonly commands: readonly SlashCommand[];
  readonly shortcuts: readonly Shortcut[];
  readonly offers: Offers;
  readonly uploads: UploadLimits;
  readonly patches: readonly Patch[];
};

/** A line of the raw traffic; the payloads are asked for one by one. */
export type TrafficLine = {
  readonly seq: number;
  readonly at: string;
  readonly direction: 'in' | 'out';
  readonly via: string;
  readonly name: string;
  readonly status: number;
  /** Slack's error, when the answer was one. */
  readonly error: string | null;
};

export type TrafficDetail = TrafficLine & { readonly request: unknown; readonly response: unknown };

/** What a person does, or asks the sandbox to do. */
export type Deed =
  | { readonly do: 'post'; readonly channel: string; readonly text: string; readonly thread?: string }
  /** Shares files that were sent to `/page/upload` before. */
  | {
      readonly do: 'share';
      readonly channel: string;
      readonly text: string;
      readonly thread?: string;
      readonly files: readonly { readonly id: string; readonly alt?: string }[];
    }
  | { readonly do: 'command'; readonly channel: string; readonly text: string; readonly thread?: string }
  | {
      readonly do: 'use';
      readonly target: DeedTarget;
      readonly action: string;
      readonly block?: string;
      readonly value?: string | readonly string[];
    }
  | {
      readonly do: 'suggest';
      readonly target: DeedTarget;
      readonly action: string;
      readonly query: string;
    }
  | {
      readonly do: 'shortcut';
      readonly callbackId: string;
      readonly message?: { readonly channel: string; readonly ts: string };
    }
  | {
      readonly do: 'react' | 'unreact';
      readonly channel: string;
      readonly ts: string;
      readonly emoji: string;
    }
  | { readonly do: 'edit'; readonly channel: string; readonly ts: string; readonly text: string }
  | { readonly do: 'delete'; readonly channel: string; readonly ts: string }
  | {
      readonly do: 'submit';
      readonly view: string;
      readonly values: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
    }
  | { readonly do: 'close'; readonly view: string; readonly all: boolean }
  | { readonly do: 'home' }
  | { readonly do: 'direct' }
  | { readonly do: 'dismiss'; readonly ephemeral: string }
  | { readonly do: 'join'; readonly channel: string }
  | { readonly do: 'play'; readonly recording: string }
  | { readonly do: 'pause' }
  | { readonly do: 'resume' }
  | { readonly do: 'speed'; readonly speed: number }
  | { readonly do: 'skip'; readonly minutes: number }
  | { readonly do: 'fault'; readonly fault: string; readonly on: boolean };

export type DeedTarget =
  | { readonly in: 'message'; readonly channel: string; readonly ts: string }
  | { readonly in: 'ephemeral'; readonly id: string }
  | { readonly in: 'view'; readonly id: string };

/** What a person can attach to one message. */
export type UploadLimits = { readonly files: number; readonly bytes: number };

/** What came of one file that was sent to be shared. */
export type UploadAnswer =
  | { readonly outcome: 'uploaded'; readonly id: string }
  | { readonly outcome: 'refused'; readonly code: string; readonly message: string };

/** What came of a deed. `refused`: Slack's client or Slack itself says no, in these words. */
export type DeedAnswer =
  | { readonly outcome: 'done'; readonly channel?: string; readonly ts?: string }
  | { readonly outcome: 'refused'; readonly code: string; readonly message: string }
  /** The app did not answer, or not in a way Slack could use. */
  | { readonly outcome: 'failed'; readonly error: string }
  /** A modal was submitted and the app found mistakes: messages by block id. */
  | { readonly outcome: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | {
      readonly outcome: 'options';
      readonly options: readonly { readonly text: string; readonly value: string }[];
    };
