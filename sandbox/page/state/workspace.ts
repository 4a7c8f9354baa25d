import type {
  FaultSwitch,
  Offers,
  PageBookmark,
  PageChannel,
  PageEphemeral,
  PageFile,
  PageMessage,
  PagePerson,
  PageView,
  Patch,
  PlaybackStatus,
  Shortcut,
  SlashCommand,
  Snapshot,
  TrafficCount,
  UploadLimits,
} from '../contract.ts';

/** The workspace as the page knows it: what the server said, nothing of its own. */
export type WorkspaceNow = {
  readonly team: string;
  readonly app: { readonly botUserId: string; readonly name: string };
  readonly commands: readonly SlashCommand[];
  readonly shortcuts: readonly Shortcut[];
  readonly offers: Offers;
  readonly uploads: UploadLimits;
  readonly people: ReadonlyMap<string, PagePerson>;
  readonly channels: ReadonlyMap<string, PageChannel>;
  /** By channel and timestamp, in the order of time. */
  readonly messages: ReadonlyMap<string, ReadonlyMap<string, PageMessage>>;
  readonly ephemerals: ReadonlyMap<string, PageEphemeral>;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly bookmarks: ReadonlyMap<string, PageBookmark>;
  readonly views: ReadonlyMap<string, PageView>;
  /** By person. */
  readonly homes: ReadonlyMap<string, PageView>;
  readonly isInstalled: boolean;
  readonly traffic: TrafficCount;
  readonly faults: readonly FaultSwitch[];
  /** Null where nothing is recorded that could be played. */
  readonly playback: PlaybackStatus | null;
};

export const emptyWorkspace: WorkspaceNow = {
  team: '',
  app: { botUserId: '', name: '' },
  commands: [],
  shortcuts: [],
  offers: { recordings: [], words: [], reactions: [], guide: [], afterwards: [], channel: null },
  uploads: { files: 0, bytes: 0 },
  people: new Map(),
  channels: new Map(),
  messages: new Map(),
  ephemerals: new Map(),
  files: new Map(),
  bookmarks: new Map(),
  views: new Map(),
  homes: new Map(),
  isInstalled: true,
  traffic: { total: 0, connections: 0 },
  faults: [],
  playback: null,
};

/** The workspace anew, as a snapshot tells it. */
export function fromSnapshot(snapshot: Snapshot): WorkspaceNow {
  const { patches, ...said } = snapshot;
  return withPatches({ ...emptyWorkspace, ...said }, patches);
}

/** The workspace after some news. Hearing the same twice changes nothing. */
export function withPatches(before: WorkspaceNow, patches: readonly Patch[]): WorkspaceNow {
  return patches.reduce(withPatch, before);
}

function withPatch(before: WorkspaceNow, patch: Patch): WorkspaceNow {
  switch (patch.kind) {
    case 'message':
      return { ...before, messages: withMessage(before.messages, patch.message) };
    case 'ephemeral':
      return { ...before, ephemerals: put(before.ephemerals, patch.ephemeral.id, patch.ephemeral) };
    case 'ephemeral_gone':
      return { ...before, ephemerals: drop(before.ephemerals, patch.id) };
    case 'file':
      return { ...before, files: put(before.files, patch.file.id, patch.file) };
    case 'file_gone':
      return { ...before, files: drop(before.files, patch.id) };
    case 'bookmark':
      return { ...before, bookmarks: put(before.bookmarks, patch.bookmark.id, patch.bookmark) };
    case 'bookmark_gone':
      return { ...before, bookmarks: drop(before.bookmarks, patch.id) };
    case 'view':
      return { ...before, views: put(before.views, patch.view.id, patch.view) };
    case 'view_gone':
      return { ...before, views: drop(before.views, patch.id) };
    case 'home':
      return { ...before, homes: put(before.homes, patch.view.user, patch.view) };
    case 'person':
      return { ...before, people: put(before.people, patch.person.id, patch.person) };
    case 'channel':
      return { ...before, channels: put(before.channels, patch.channel.id, patch.channel) };
    case 'installed':
      return { ...before, isInstalled: patch.isInstalled };
    case 'traffic':
      return { ...before, traffic: patch.traffic };
    case 'faults':
      return { ...before, faults: patch.faults };
    case 'playback':
      return { ...before, playback: patch.playback };
  }
}

function withMessage(messages: WorkspaceNow['messages'], message: PageMessage): WorkspaceNow['messages'] {
  const before = messages.get(message.channel) ?? new Map<string, PageMessage>();
  const after = put(before, message.ts, message);
  const isInOrder = before.has(message.ts) || message.ts > ([...before.keys()].at(-1) ?? '');
  const ordered = isInOrder ? after : new Map([...after].sort(([one], [other]) => (one < other ? -1 : 1)));
  return put(messages, message.channel, ordered);
}

function put<T>(map: ReadonlyMap<string, T>, key: string, value: T): ReadonlyMap<string, T> {
  return new Map(map).set(key, value);
}

function drop<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  const left = new Map(map);
  left.delete(key);
  return left;
}
