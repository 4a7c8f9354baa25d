import type { IncidentEvent, NewEvent } from '../incident/events.ts';

/** One thing to say in Slack about a committed event. The sender renders it when it sends it, from the event log. */
export type Announcement =
  /** The incident's one root message: posted once, then edited in place; edits coalesce to the newest. */
  | { readonly kind: 'root' }
  /** A line in the thread about the event with this sequence number. */
  | { readonly kind: 'reply'; readonly seq: number };

/** Announcements of events not yet stored name them by position in `events`. */
export type PendingAnnouncement =
  | { readonly kind: 'root' }
  | { readonly kind: 'reply'; readonly event: number }
  /** A chart to look at beside the line about this event; it goes its own way, and holds up no text. */
  | { readonly kind: 'picture'; readonly event: number }
  /** What this event has to say outside the thread: to a user id, or in another channel. */
  | { readonly kind: 'aside'; readonly event: number; readonly to: string }
  /** The line about an earlier event says something else now: it is edited in place, or posted where it never was. */
  | { readonly kind: 'anew'; readonly seq: number };

export type IncidentSummary = {
  readonly id: string;
  readonly key: string;
  readonly model: string;
  readonly title: string;
  readonly status: 'open' | 'resolved';
  readonly declaredAt: Date;
  readonly resolvedAt: Date | null;
  /** The cause it was closed with. */
  readonly cause: string | null;
  /** Until when its benign verdict keeps the same alert quiet. */
  readonly rememberedUntil: Date | null;
  readonly channel: string | null;
  readonly threadTs: string | null;
};

/** More than `incidents` opened in one channel within `withinSeconds`: one message speaks for the further ones. */
export type StormRule = { readonly incidents: number; readonly withinSeconds: number };

/**
 * The incidents. It speaks of incidents, not of SQL; every method may take its time. Everything in one call is committed
 * together or not at all: events, the projection of them, and the announcements.
 */
export type IncidentStore = {
  /** Open an incident, unless one with this key is open: that is settled by a unique index, also between processes. */
  declare(input: {
    readonly key: string;
    readonly channel: string | null;
    readonly events: readonly NewEvent[];
    readonly announcements: readonly PendingAnnouncement[];
    readonly step?: string | null;
    /** When to open no thread for it, as it is one of many; its thread opens as soon as a person turns to it. */
    readonly storm?: StormRule;
  }): Promise<
    | { readonly kind: 'declared'; readonly incident: string }
    | { readonly kind: 'already-open'; readonly incident: string }
  >;

  /**
   * Append to an incident whose newest event has sequence number `expected`; `conflict` names the newest there is, so
   * read and decide again. Reopening answers `already-open` when another incident with this key is open by now.
   */
  append(input: {
    readonly incident: string;
    readonly expected: number;
    readonly events: readonly NewEvent[];
    readonly announcements: readonly PendingAnnouncement[];
    readonly step?: string | null;
  }): Promise<
    | { readonly kind: 'appended'; readonly seq: number }
    | { readonly kind: 'conflict'; readonly seq: number }
    | { readonly kind: 'already-open'; readonly incident: string }
  >;

  /**
   * Where this step of a delivery was written, when it was: a delivery that a crash cut short is handled again, and what it
   * had written is not written twice. `seq` is that of the step's first event.
   */
  recorded(step: string): Promise<{ readonly incident: string; readonly seq: number } | null>;

  /** All events in order; empty when there is no such incident. */
  read(incident: string): Promise<readonly IncidentEvent[]>;
  summary(incident: string): Promise<IncidentSummary | null>;
  openByKey(key: string): Promise<IncidentSummary | null>;
  list(filter: {
    readonly status?: 'open' | 'resolved';
    readonly model?: string;
    readonly channel?: string;
    /** Only those whose benign verdict is still remembered then. */
    readonly rememberedAt?: Date;
    readonly limit?: number;
  }): Promise<readonly IncidentSummary[]>;
  byThread(channel: string, threadTs: string): Promise<IncidentSummary | null>;
};

/** Everything that came from outside, on disk before anything is done with it. */
export type InboxItem = {
  readonly id: number;
  readonly source: string;
  readonly kind: 'alert' | 'slack';
  readonly body: unknown;
  readonly receivedAt: Date;
  readonly attempts: number;
};

export type Inbox = {
  /** `key` names the delivery: the same key twice is one item. */
  accept(item: {
    readonly source: string;
    readonly kind: InboxItem['kind'];
    readonly key: string;
    readonly body: unknown;
    readonly receivedAt: Date;
  }): Promise<
    { readonly kind: 'accepted'; readonly id: number } | { readonly kind: 'duplicate'; readonly id: number }
  >;
  /** Oldest unhandled items, marked as taken until `leaseSeconds` from `now`. */
  claim(input: {
    readonly kind: InboxItem['kind'];
    readonly limit: number;
    readonly now: Date;
    readonly leaseSeconds: number;
  }): Promise<readonly InboxItem[]>;
  done(id: number, outcome: string): Promise<void>;
  /** Try again at `retryAt`; null keeps it for inspection without another try. */
  failed(id: number, reason: string, retryAt: Date | null): Promise<void>;
  depth(): Promise<{ readonly waiting: number; readonly failed: number }>;
};

export type OutboxItem = {
  readonly id: number;
  readonly incident: string;
  readonly announcement: Announcement;
  readonly channel: string | null;
  readonly threadTs: string | null;
  readonly messageTs: string | null;
  readonly attempts: number;
  /** When it was first taken to be sent. */
  readonly firstTakenAt: Date;
  /** True when an earlier try ended without a clear answer: look in the thread for this id before sending again. */
  readonly unclear: boolean;
};

export type Outbox = {
  /** The next items that may go out now: in order within an incident, its root first, one per incident at a time. */
  claim(input: {
    readonly limit: number;
    readonly now: Date;
    readonly leaseSeconds: number;
  }): Promise<readonly OutboxItem[]>;
  /** It is in Slack. For a root this also names the incident's thread. */
  sent(id: number, where: { readonly channel: string; readonly ts: string }, now: Date): Promise<void>;
  retry(
    id: number,
    input: { readonly at: Date; readonly reason: string; readonly unclear: boolean },
  ): Promise<void>;
  /** The incident's root message vanished from Slack; its root and its thread are at `where` from now on. */
  moved(incident: string, where: { readonly channel: string; readonly ts: string }, now: Date): Promise<void>;
  /** It can never be sent (say, an archived channel): kept with its reason. */
  dropped(id: number, reason: string): Promise<void>;
  depth(): Promise<{ readonly waiting: number; readonly dropped: number }>;
};

export type PictureItem = {
  readonly id: number;
  readonly incident: string;
  /** The event it pictures. */
  readonly seq: number;
  readonly channel: string;
  readonly threadTs: string;
  readonly attempts: number;
  /** When it was first taken to be uploaded. */
  readonly firstTakenAt: Date;
  /** True when an earlier try ended without a clear answer: look in the thread for it before uploading again. */
  readonly unclear: boolean;
};

/** Pictures to be uploaded. None holds up a text or another picture; each waits for the texts up to its event. */
export type Pictures = {
  claim(input: {
    readonly limit: number;
    readonly now: Date;
    readonly leaseSeconds: number;
  }): Promise<readonly PictureItem[]>;
  /** It is in the thread, as the file that Slack calls `file`. */
  sent(id: number, file: string, now: Date): Promise<void>;
  retry(
    id: number,
    input: { readonly at: Date; readonly reason: string; readonly unclear: boolean },
  ): Promise<void>;
  /** It can never be shown: kept with its reason. */
  dropped(id: number, reason: string): Promise<void>;
  depth(): Promise<{ readonly waiting: number; readonly dropped: number }>;
};

export type AsideItem = {
  readonly id: number;
  readonly incident: string;
  readonly seq: number;
  /** A user id, a channel id or `#name`. */
  readonly recipient: string;
  readonly attempts: number;
  /** The incident's thread, to point at. */
  readonly channel: string;
  readonly threadTs: string;
};

/** What is to be said outside the threads. None holds up a thread or another one. */
export type Asides = {
  claim(input: {
    readonly limit: number;
    readonly now: Date;
    readonly leaseSeconds: number;
  }): Promise<readonly AsideItem[]>;
  sent(id: number, now: Date): Promise<void>;
  retry(id: number, at: Date, reason: string): Promise<void>;
  dropped(id: number, reason: string): Promise<void>;
  depth(): Promise<{ readonly waiting: number; readonly dropped: number }>;
};

export type StormItem = {
  readonly id: number;
  /** The channel as the configuration names it. */
  readonly place: string;
  /** Where its message is; null before there is one. */
  readonly channel: string | null;
  readonly ts: string | null;
  readonly attempts: number;
  readonly firstTakenAt: Date;
  /** True when an earlier try ended without a clear answer. */
  readonly unclear: boolean;
};

/** The messages that speak for many incidents at once: edited in place until they tell the truth. */
export type Storms = {
  claim(input: { readonly now: Date; readonly leaseSeconds: number }): Promise<StormItem | null>;
  members(id: number): Promise<
    readonly {
      readonly id: string;
      readonly model: string;
      readonly title: string;
      readonly status: 'open' | 'resolved';
      readonly isHeld: boolean;
      readonly declaredAt: Date;
    }[]
  >;
  /** It is in Slack, and is not edited again before `next`. */
  sent(id: number, where: { readonly channel: string; readonly ts: string }, next: Date): Promise<void>;
  retry(
    id: number,
    input: { readonly at: Date; readonly reason: string; readonly unclear: boolean },
  ): Promise<void>;
  dropped(id: number, reason: string): Promise<void>;
};
