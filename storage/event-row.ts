import { z } from 'zod';
import { IncidentEvent } from '../src/incident/facts/events.ts';
import { StorageError } from './storage-error.ts';
import { upcast } from './upcast.ts';
import type { Upcast } from './upcast.ts';

/** An event as the table keeps it: times as UTC ISO-8601 text, actor and data as JSON text. */
export const EventRow = z
  .object({
    incident: z.string(),
    seq: z.int(),
    version: z.int(),
    type: z.string(),
    at: z.string(),
    recordedAt: z.string(),
    actor: z.string(),
    data: z.string(),
  })
  .readonly();
export type EventRow = z.infer<typeof EventRow>;

export const eventColumns = 'incident, seq, version, type, at, recorded_at AS recordedAt, actor, data';

const Data = z.record(z.string(), z.unknown());

/**
 * The row to store. It is read back once before it is written, so that nothing gets into the log that could not be
 * read from it (JSON has no NaN, for one). Throws `invalid-event`.
 */
export function toEventRow(event: IncidentEvent, steps: readonly Upcast[]): EventRow {
  const { type, ...data } = event.fact;
  const row: EventRow = {
    incident: event.incident,
    seq: event.seq,
    version: event.version,
    type,
    at: isoTime(event.at),
    recordedAt: isoTime(event.recordedAt),
    actor: JSON.stringify(event.actor),
    data: JSON.stringify(data),
  };
  const problem = parseEventRow(row, steps);
  if ('event' in problem) return row;
  throw new StorageError({
    code: 'invalid-event',
    message: `The '${type}' event for ${event.incident} could not be read back once stored: ${problem.reason}`,
    hint: 'This is a bug in whatever produced the event; the incident is as it was before.',
  });
}

/** The event in a row of the table. Throws `unreadable-event`, which names the incident and the sequence number. */
export function fromEventRow(row: EventRow, steps: readonly Upcast[]): IncidentEvent {
  const parsed = parseEventRow(row, steps);
  if ('event' in parsed) return parsed.event;
  throw new StorageError({
    code: 'unreadable-event',
    message: `Event ${row.seq} of ${row.incident} ('${row.type}', version ${row.version}) cannot be read: ${parsed.reason}`,
    hint: 'Other incidents are not touched by this. If a newer Fishbone wrote it, run that one; `fishbone doctor` lists all such rows.',
  });
}

function parseEventRow(
  row: EventRow,
  steps: readonly Upcast[],
): { readonly event: IncidentEvent } | { readonly reason: string } {
  try {
    const actor: unknown = JSON.parse(row.actor);
    const { version, data } = upcast({ ...row, data: Data.parse(JSON.parse(row.data)) }, steps);
    const event = IncidentEvent.safeParse({
      ...row,
      version,
      actor,
      fact: { ...data, type: row.type },
    });
    return event.success ? { event: event.data } : { reason: firstIssues(event.error) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

function firstIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ');
}

/** An invalid date becomes text that does not parse, so that the look back at the row refuses it. */
function isoTime(time: Date): string {
  return Number.isNaN(time.getTime()) ? 'invalid time' : time.toISOString();
}
