import { z } from 'zod';
import type { IncidentEvent, NewEvent } from '../src/incident/facts/events.ts';
import type { Connection } from './connection.ts';
import { eventColumns, EventRow, fromEventRow, toEventRow } from './event-row.ts';
import { currentVersion } from './upcast.ts';
import type { Upcast } from './upcast.ts';

export type EventLog = {
  /** The number of the newest incident ever declared; 0 when there is none. */
  newestNumber(): number;
  /** 0 when there is no such incident. */
  newestSeq(incident: string): number;
  /** Incidents in the order in which they were declared. */
  incidents(): readonly string[];
  /** Those after sequence number `after`, or all. Throws `unreadable-event` at the first row that does not parse: a history with a hole is not one. */
  read(incident: string, after?: number): readonly IncidentEvent[];
  /** Stores events right after sequence number `after` and answers with them in their envelopes. */
  append(input: {
    readonly incident: string;
    readonly after: number;
    readonly events: readonly NewEvent[];
  }): readonly IncidentEvent[];
};

/** The table of events. Call within a transaction. */
export function openEventLog({ database, clock }: Connection, steps: readonly Upcast[]): EventLog {
  const number = 'CAST(substr(incident, 5) AS INTEGER)';
  const selectNumber = database
    .prepare(
      `SELECT max((SELECT coalesce(max(${number}), 0) FROM events WHERE seq = 1),
                  (SELECT coalesce(max(number), 0) FROM forgotten))`,
    )
    .pluck();
  const selectSeq = database.prepare('SELECT coalesce(max(seq), 0) FROM events WHERE incident = ?').pluck();
  const selectIncidents = database
    .prepare(`SELECT incident FROM events WHERE seq = 1 ORDER BY ${number}`)
    .pluck();
  const select = database.prepare(
    `SELECT ${eventColumns} FROM events WHERE incident = ? AND seq > ? ORDER BY seq`,
  );
  const insert = database.prepare(
    `INSERT INTO events (incident, seq, version, type, at, recorded_at, actor, data)
     VALUES (@incident, @seq, @version, @type, @at, @recordedAt, @actor, @data)`,
  );

  return {
    newestNumber: () => z.int().parse(selectNumber.get()),
    newestSeq: (incident) => z.int().parse(selectSeq.get(incident)),
    incidents: () => z.array(z.string()).parse(selectIncidents.all()),
    read: (incident, after = 0) =>
      z
        .array(EventRow)
        .parse(select.all(incident, after))
        .map((row) => fromEventRow(row, steps)),

    append({ incident, after, events }) {
      const recordedAt = clock.now();
      return events.map((event, index) => {
        const seq = after + 1 + index;
        const version = currentVersion(event.fact.type, steps);
        const stored: IncidentEvent = { incident, seq, version, recordedAt, ...event };
        insert.run(toEventRow(stored, steps));
        return stored;
      });
    },
  };
}
