import type { PageChannel, PagePerson } from '../contract.ts';
import { createStore } from './store.ts';
import { emptyWorkspace } from './workspace.ts';
import type { WorkspaceNow } from './workspace.ts';

export type Place = { readonly at: 'channel'; readonly channel: string } | { readonly at: 'home' };
export type ThreadPlace = { readonly channel: string; readonly ts: string };
export type Theme = 'system' | 'light' | 'dark';

/** What the person at the page has in front of them. */
export type Desk = {
  readonly connection: 'connecting' | 'live' | 'lost';
  readonly workspace: WorkspaceNow;
  /** Who acts: the id of a person. */
  readonly me: string;
  readonly place: Place | null;
  readonly thread: ThreadPlace | null;
  readonly isPanelOpen: boolean;
  /** On a phone the list of channels covers the rest. */
  readonly isSidebarOpen: boolean;
  readonly theme: Theme;
  /** How far each person has read, by person and channel or thread. */
  readonly read: Readonly<Record<string, string>>;
  readonly notice: { readonly text: string; readonly isError: boolean } | null;
  readonly guide: { readonly done: number; readonly isDismissed: boolean };
  /** How many buttons of the app were pressed. */
  readonly pressed: number;
  /** The titles of the app's windows that were filled in and sent. */
  readonly sent: readonly string[];
  /** What was put into a message box from elsewhere, such as the guide. */
  readonly inserted: {
    readonly where: 'channel' | 'thread';
    readonly text: string;
    readonly count: number;
  } | null;
};

export const desk = createStore<Desk>({
  connection: 'connecting',
  workspace: emptyWorkspace,
  me: '',
  place: null,
  thread: null,
  isPanelOpen: globalThis.matchMedia('(min-width: 1200px)').matches,
  isSidebarOpen: false,
  theme: themeNow(localStorage.getItem('theme')),
  read: {},
  notice: null,
  guide: { done: 0, isDismissed: localStorage.getItem('guide') === 'dismissed' },
  pressed: 0,
  sent: [],
  inserted: null,
});

/** The people one can act as: those who are no bots. */
export function actors(workspace: WorkspaceNow): readonly PagePerson[] {
  return [...workspace.people.values()].filter((it) => !it.isBot);
}

/** The channels a person is in, in the order of the sidebar. */
export function channelsOf(workspace: WorkspaceNow, me: string): readonly PageChannel[] {
  return [...workspace.channels.values()].filter((it) => it.members.includes(me) && !it.isArchived);
}

export function showChannel(channel: string): void {
  desk.set({ place: { at: 'channel', channel }, thread: null, isSidebarOpen: false });
}

export function showThread(channel: string, ts: string): void {
  const { place } = desk.get();
  const isHere = place?.at === 'channel' && place.channel === channel;
  desk.set({ ...(!isHere && { place: { at: 'channel', channel } }), thread: { channel, ts } });
}

export function insert(where: 'channel' | 'thread', text: string): void {
  desk.set({ inserted: { where, text, count: (desk.get().inserted?.count ?? 0) + 1 } });
}

export function say(text: string, isError = false): void {
  const notice = { text, isError };
  desk.set({ notice });
  setTimeout(() => {
    if (desk.get().notice === notice) desk.set({ notice: null });
  }, 6000);
}

/** Acts as another person: they see other channels, so the page opens on one of theirs. */
export function actAs(me: string): void {
  const { workspace, place } = desk.get();
  const channels = channelsOf(workspace, me);
  const canStay =
    place?.at === 'home' || channels.some((it) => place?.at === 'channel' && it.id === place.channel);
  const [first] = channels;
  desk.set({
    me,
    ...(!canStay && {
      place: first ? { at: 'channel', channel: first.id } : null,
      thread: null,
    }),
  });
}

export function setTheme(theme: Theme): void {
  localStorage.setItem('theme', theme);
  desk.set({ theme });
}

function themeNow(stored: string | null): Theme {
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}
