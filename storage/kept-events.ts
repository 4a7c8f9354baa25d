import type { IncidentEvent } from '../src/incident/facts/events.ts';
import type { EventLog } from './event-log.ts';

/** How many incidents are kept parsed; those read longest ago go first. */
const mostKept = 100;

export type KeptEvents = {
  /** All events of an incident in order. Call within a transaction. */
  of(incident: string): readonly IncidentEvent[];
};

/**
 * Events are never changed, so those that were read once are parsed once: only what was added since, by whatever process,
 * is read from the table. An incident that was deleted and is shorter now is read anew.
 */
export function keepEvents(log: EventLog): KeptEvents {
  const kept = new Map<string, readonly IncidentEvent[]>();
  return {
    of(incident) {
      const known = kept.get(incident) ?? [];
      const newest = log.newestSeq(incident);
      kept.delete(incident);
      if (newest === 0) return [];
      const events =
        newest === known.length
          ? known
          : newest > known.length
            ? [...known, ...log.read(incident, known.length)]
            : log.read(incident);
      kept.set(incident, events);
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      return events;
    },
  };
}
