import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { read } from './connection.ts';
import type { Connection } from './connection.ts';
import { schemaNumber } from './migrate.ts';
import { openProjectionTables } from './projection-tables.ts';
import { projectLog } from './rebuild.ts';

/** `where` is an incident, a table or the file; `hint` says what to do. */
type Problem = { readonly where: string; readonly what: string; readonly hint: string };

export type IntegrityReport = {
  readonly ok: boolean;
  readonly path: string;
  readonly schema: number;
  readonly sqlite: string;
  readonly bytes: number;
  readonly incidents: number;
  readonly events: number;
  readonly problems: readonly Problem[];
};

const Facts = z.object({ sqlite: z.string(), bytes: z.int(), incidents: z.int(), events: z.int() });
const ForeignKeyRow = z.object({ table: z.string(), rowid: z.int().nullable(), parent: z.string() });

/** Looks at the file, at every event, and whether the projections say what the log says. Changes nothing. */
export function checkIntegrity(connection: Connection): IntegrityReport {
  const schema = schemaNumber(connection);
  return read(connection, () => {
    const facts = Facts.parse(
      connection.database
        .prepare(
          `SELECT sqlite_version() AS sqlite, (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size) AS bytes,
             (SELECT count(*) FROM events WHERE seq = 1) AS incidents, (SELECT count(*) FROM events) AS events`,
        )
        .get(),
    );
    const problems = [...damage(connection), ...danglingReferences(connection), ...differences(connection)];
    return { ok: problems.length === 0, path: connection.path, schema, ...facts, problems };
  });
}

function damage({ database, path }: Connection): readonly Problem[] {
  const said = z.array(z.string()).parse(database.prepare('PRAGMA integrity_check').pluck().all());
  return said
    .filter((line) => line !== 'ok')
    .map((what) => ({
      where: path,
      what,
      hint: 'Stop the bot, keep a copy of the file, and go back to the newest backup.',
    }));
}

function danglingReferences({ database }: Connection): readonly Problem[] {
  const rows = z.array(ForeignKeyRow).parse(database.prepare('PRAGMA foreign_key_check').all());
  return rows.map(({ table, rowid, parent }) => ({
    where: table,
    what: `row ${rowid ?? '?'} points at a row of ${parent} that is not there`,
    hint: 'Something else wrote to this file; go back to the newest backup.',
  }));
}

function differences(connection: Connection): readonly Problem[] {
  const tables = openProjectionTables(connection);
  const all = projectLog(connection);
  const known = new Set(all.map(({ id }) => id));
  const wrong = all.flatMap((each): readonly Problem[] => {
    if (each.kind === 'unreadable')
      return [{ where: each.id, what: each.error.message, hint: each.error.hint }];
    const { incident, evidence } = each;
    if (isDeepStrictEqual(tables.asTheyStand(each.id), { incident, evidence })) return [];
    return [
      {
        where: each.id,
        what: 'lists and look-ups do not say what its events say',
        hint: 'Rebuild the projections.',
      },
    ];
  });
  const invented = tables.mentioned().filter((id) => !known.has(id));
  return [
    ...wrong,
    ...invented.map((where) => ({
      where,
      what: 'it is listed, but has no events',
      hint: 'Rebuild the projections.',
    })),
  ];
}
