import type { StormMember } from '../../message/storm.ts';
import type { Announcement } from './store.ts';

/** Takes up to `limit` items for `leaseSeconds` from `now`: nobody else takes them until then. */
export type Claim = { readonly limit: number; readonly now: Date; readonly leaseSeconds: number };

/** A try that did not work: when the next one is due, and why. */
export type Retry = {
  readonly at: Date;
  readonly reason: string;
  /** It may have worked: the next try looks first. */
  readonly unclear: boolean;
  /** It speaks against the item itself, rather than against Slack or the line to it: an item's `failures` are those. */
  readonly counted: boolean;
};

export type Depth = { readonly waiting: number; readonly dropped: number };
export type Place = { readonly channel: string; readonly ts: string };

/** What a queue knows of the tries of an item. */
type Tried = { readonly id: number; readonly attempts: number; readonly failures: number };

/** The same of one that may be in Slack although its try failed. */
type Shown = Tried & {
  /** When it was first taken to be sent. */
  readonly firstTakenAt: Date;
  /** True when an earlier try ended without a clear answer: look for it in Slack before sending again. */
  readonly unclear: boolean;
};

/** How a try ends that did not work. */
type Queue = {
  retry(id: number, retry: Retry): Promise<void>;
  /** It can never be said (say, in an archived channel): kept with its reason. */
  dropped(id: number, reason: string): Promise<void>;
};

type Counted = Queue & { depth(): Promise<Depth> };

export type OutboxItem = Shown & {
  readonly incident: string;
  readonly announcement: Announcement;
  readonly channel: string | null;
  readonly threadTs: string | null;
  readonly messageTs: string | null;
};

export type Outbox = Counted & {
  /** The next items that may go out now: in order within an incident, its root first, one per incident at a time. */
  claim(input: Claim): Promise<readonly OutboxItem[]>;
  /** It is in Slack. For a root this also names the incident's thread. */
  sent(id: number, where: Place, now: Date): Promise<void>;
  /** The incident's root message vanished from Slack; its root and its thread are at `where` from now on. */
  moved(incident: string, where: Place, now: Date): Promise<void>;
};

export type PictureItem = Shown & {
  readonly incident: string;
  /** The event it pictures. */
  readonly seq: number;
  readonly channel: string;
  readonly threadTs: string;
};

/** Pictures to be uploaded. None holds up a text or another picture; each waits for the texts up to its event. */
export type Pictures = Counted & {
  claim(input: Claim): Promise<readonly PictureItem[]>;
  /** It is in the thread, as the file that Slack calls `file`. */
  sent(id: number, file: string, now: Date): Promise<void>;
};

export type AsideItem = Tried & {
  readonly incident: string;
  readonly seq: number;
  /** A user id, a channel id or `#name`. */
  readonly recipient: string;
  /** The incident's thread, to point at. */
  readonly channel: string;
  readonly threadTs: string;
};

/** What is to be said outside the threads. None holds up a thread or another one. */
export type Asides = Counted & {
  claim(input: Claim): Promise<readonly AsideItem[]>;
  sent(id: number, now: Date): Promise<void>;
};

export type StormItem = Shown & {
  /** The channel as the configuration names it. */
  readonly place: string;
  /** Where its message is; null before there is one. */
  readonly channel: string | null;
  readonly ts: string | null;
};

/** The messages that speak for many incidents at once: edited in place until they tell the truth. */
export type Storms = Queue & {
  claim(input: Omit<Claim, 'limit'>): Promise<StormItem | null>;
  members(id: number): Promise<readonly StormMember[]>;
  /** It is in Slack, and is not edited again before `next`. */
  sent(id: number, where: Place, next: Date): Promise<void>;
};
