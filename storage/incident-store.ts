import { z } from 'zod';
import type { NewEvent } from '../src/incident/facts/events.ts';
import type { IncidentStore, PendingAnnouncement } from '../src/response/store/store.ts';
import { addAnnouncements } from './announcements.ts';
import { read } from './connection.ts';
import type { Connection } from './connection.ts';
import { openEventLog } from './event-log.ts';
import { keepEvents } from './kept-events.ts';
import { projectEvidence, projectIncident } from './projection.ts';
import { openProjectionTables } from './projection-tables.ts';
import { StorageError, unknownIncident } from './storage-error.ts';
import { openStormRows } from './storm-rows.ts';
import { openSummaries } from './summaries.ts';
import { upcasts } from './upcast.ts';
import type { Upcast } from './upcast.ts';
import { writeTogether } from './write-together.ts';

const Step = z.object({ incident: z.string(), seq: z.int() }).readonly().optional();

/** The incidents in SQLite. `steps` lift older events; the list of this code unless told otherwise. */
export function createIncidentStore(
  connection: Connection,
  steps: readonly Upcast[] = upcasts,
): IncidentStore {
  const log = openEventLog(connection, steps);
  const events = keepEvents(log);
  const tables = openProjectionTables(connection);
  const summaries = openSummaries(connection);
  const announce = addAnnouncements(connection);
  const { database } = connection;
  const together = writeTogether(connection);
  const storms = openStormRows(connection);
  const addThread = database.prepare(
    `INSERT INTO threads (incident, channel, place, storm, held)
     VALUES (@incident, @channel, @channel, @storm, @storm IS NOT NULL)`,
  );
  const addStep = database.prepare('INSERT INTO steps (step, incident, seq) VALUES (?, ?, ?)');
  const findStep = database.prepare('SELECT incident, seq FROM steps WHERE step = ?');

  return {
    async declare({ key, channel, events, announcements, step, storm: rule }) {
      requireDeclaration(key, events);
      return alone(() => {
        const incident = `INC-${log.newestNumber() + 1}`;
        const [first] = events;
        const isStormy = rule !== undefined && channel !== null && first?.actor.kind === 'monitor';
        const storm = isStormy ? storms.join({ place: channel, at: first.at, rule }) : null;
        addThread.run({ incident, channel, storm });
        store({ incident, after: 0, events, announcements });
        if (step) addStep.run(step, incident, 1);
        return { kind: 'declared', incident };
      });
    },

    async append({ incident, expected, events, announcements, step }) {
      requireContinuation(incident, events);
      return alone(() => {
        const seq = log.newestSeq(incident);
        if (seq === 0) throw unknownIncident(incident, connection.path);
        if (seq !== expected) return { kind: 'conflict', seq };
        store({ incident, after: seq, events, announcements });
        if (step) addStep.run(step, incident, seq + 1);
        return { kind: 'appended', seq: seq + events.length };
      });
    },

    async recorded(step) {
      return Step.parse(read(connection, () => findStep.get(step))) ?? null;
    },
    async read(incident) {
      return read(connection, () => events.of(incident));
    },
    async summary(incident) {
      return read(connection, () => summaries.byId(incident));
    },
    async openByKey(key) {
      return read(connection, () => summaries.openByKey(key));
    },
    async list(filter) {
      return read(connection, () => summaries.list(filter));
    },
    async byThread(channel, threadTs) {
      return read(connection, () => summaries.byThread(channel, threadTs));
    },
  };

  /** Committed with others, undone without them: when the key is taken, nothing of it stays. */
  function alone<Answer>(
    work: () => Answer,
  ): Promise<Answer | { readonly kind: 'already-open'; readonly incident: string }> {
    return together(() => unlessKeyTaken(() => database.transaction(work)()));
  }

  /** Events, what follows from them, and what is to be said about them: the caller's transaction holds all three. */
  function store(input: {
    readonly incident: string;
    readonly after: number;
    readonly events: readonly NewEvent[];
    readonly announcements: readonly PendingAnnouncement[];
  }): void {
    const before = input.after === 0 ? null : tables.incident(input.incident);
    let row = before;
    for (const event of log.append(input)) {
      row = projectIncident(row, event);
      const evidence = projectEvidence(event);
      if (evidence !== null) tables.addEvidence(evidence);
    }
    if (row !== null && row !== before && !tables.put(row)) throw new KeyTaken(tables.openId(row.key));
    announce(input);
    if (input.announcements.some(({ kind }) => kind === 'root')) storms.touch(input.incident);
    if (input.events.some(({ actor }) => actor.kind === 'person')) storms.release(input.incident);
  }
}

/** Leaves a transaction, so that it is undone, when the unique index says that another open incident has the key. */
class KeyTaken extends Error {
  readonly incident: string;
  constructor(incident: string) {
    super(`the key is taken by ${incident}`);
    this.incident = incident;
  }
}

function unlessKeyTaken<Answer>(
  work: () => Answer,
): Answer | { readonly kind: 'already-open'; readonly incident: string } {
  try {
    return work();
  } catch (error) {
    if (error instanceof KeyTaken) return { kind: 'already-open', incident: error.incident };
    throw error;
  }
}

function requireDeclaration(key: string, [first, ...others]: readonly NewEvent[]): void {
  const declared = first?.fact.type === 'declared' && first.fact.key === key;
  if (declared && others.every(({ fact }) => fact.type !== 'declared')) return;
  throw new StorageError({
    code: 'invalid-event',
    message: `The events that open '${key}' do not begin with exactly one 'declared' of that key.`,
    hint: 'This is a bug in the caller; nothing was written.',
  });
}

function requireContinuation(incident: string, events: readonly NewEvent[]): void {
  if (events.every(({ fact }) => fact.type !== 'declared')) return;
  throw new StorageError({
    code: 'invalid-event',
    message: `${incident} is declared already; an incident is declared once.`,
    hint: 'This is a bug in the caller; nothing was written.',
  });
}
