import type { Change, WorkspaceEvent } from './changes.ts';
import { evolve } from './state.ts';
import type { WorkspaceState } from './state.ts';
import { timestamps } from './timestamps.ts';

/** The ordered stream of what happened, for pages and tests to follow. */
export type EventStream = {
  /** Everything so far, oldest first; `afterSeq` leaves out what the caller has seen. */
  history(afterSeq?: number): readonly WorkspaceEvent[];
  /** Calls back for each event to come; the returned function ends it. */
  subscribe(listener: (event: WorkspaceEvent) => void): () => void;
};

export type Workspace = {
  readonly state: WorkspaceState;
  readonly events: EventStream;
  /** Applies a change, appends it to the stream and tells the subscribers, in that order. */
  record(change: Change): void;
  /** The next Slack timestamp: unique and increasing over the whole workspace. */
  nextTs(): string;
  /** A new id such as `F0000000001`. */
  nextId(prefix: string): string;
};

export function openWorkspace(state: WorkspaceState, now: () => Date): Workspace {
  const stamps = timestamps(now);
  const log: WorkspaceEvent[] = [];
  const listeners = new Set<(event: WorkspaceEvent) => void>();
  let lastId = 0;
  return {
    state,
    nextTs: () => stamps.next(),
    nextId: (prefix) => `${prefix}${String((lastId += 1)).padStart(10, '0')}`,
    record(change) {
      evolve(state, change);
      if (change.type === 'workspace_emptied') stamps.startOver();
      const event: WorkspaceEvent = { seq: log.length + 1, at: new Date(), ...change };
      log.push(event);
      for (const listener of listeners) listener(event);
    },
    events: {
      history: (afterSeq = 0) => log.slice(afterSeq),
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}
