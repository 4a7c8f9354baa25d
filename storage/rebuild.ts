import { write } from './connection.ts';
import type { Connection } from './connection.ts';
import { openEventLog } from './event-log.ts';
import { projectEvidence, projectIncident } from './projection.ts';
import type { EvidenceRow, IncidentRow } from './projection.ts';
import { openProjectionTables } from './projection-tables.ts';
import { StorageError } from './storage-error.ts';
import { upcasts } from './upcast.ts';
import type { Upcast } from './upcast.ts';

/** What the log says the projections should hold for one incident, or why its log cannot be read. */
export type Projected =
  | {
      readonly kind: 'projected';
      readonly id: string;
      readonly incident: IncidentRow | null;
      readonly evidence: readonly EvidenceRow[];
    }
  | { readonly kind: 'unreadable'; readonly id: string; readonly error: StorageError };

export type Rebuilt = {
  readonly incidents: number;
  /** Incidents whose log cannot be read: their rows are left as they were. */
  readonly unreadable: readonly StorageError[];
};

/** Every incident of the log, folded. Call within a transaction. */
export function projectLog(connection: Connection, steps: readonly Upcast[] = upcasts): readonly Projected[] {
  const log = openEventLog(connection, steps);
  return log.incidents().map((id): Projected => {
    try {
      const events = log.read(id);
      return {
        kind: 'projected',
        id,
        incident: events.reduce<IncidentRow | null>(projectIncident, null),
        evidence: events.map(projectEvidence).filter((row) => row !== null),
      };
    } catch (error) {
      if (error instanceof StorageError) return { kind: 'unreadable', id, error };
      throw error;
    }
  });
}

/** Throws the projections away and writes them anew from the log, in one transaction. */
export function rebuildProjections(connection: Connection, steps: readonly Upcast[] = upcasts): Rebuilt {
  return write(connection, () => {
    const tables = openProjectionTables(connection);
    const all = projectLog(connection, steps);
    const unreadable = all.filter((each) => each.kind === 'unreadable');
    const kept = new Set(unreadable.map(({ id }) => id));
    // All go before any comes back: a wrong old row must not hold the key of a right new one.
    for (const id of tables.mentioned()) if (!kept.has(id)) tables.forget(id);
    let incidents = 0;
    for (const each of all) {
      if (each.kind === 'unreadable') continue;
      if (each.incident !== null && !tables.put(each.incident)) throw twoOpen(each.incident);
      for (const row of each.evidence) tables.addEvidence(row);
      incidents += 1;
    }
    return { incidents, unreadable: unreadable.map(({ error }) => error) };
  });
}

function twoOpen({ id, key }: IncidentRow): StorageError {
  return new StorageError({
    code: 'damaged',
    message: `By their logs, ${id} and another incident are both open for '${key}'.`,
    hint: 'Resolve one of the two and rebuild again; nothing was changed now.',
  });
}
