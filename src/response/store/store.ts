import type { IncidentEvent, NewEvent } from '../../incident/facts/events.ts';

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
