import { z } from 'zod';
import type { Connection } from './connection.ts';
import { IncidentRow } from './projection.ts';
import type { EvidenceRow } from './projection.ts';

export type ProjectionTables = {
  incident(id: string): IncidentRow | null;
  /** Everything the tables say about one incident, as it stands: a look for differences must not stumble over it. */
  asTheyStand(id: string): { readonly incident: unknown; readonly evidence: readonly unknown[] };
  /** Every incident that either table speaks of. */
  mentioned(): readonly string[];
  openId(key: string): string;
  /** False when another open incident has the key; the row is then as it was. */
  put(row: IncidentRow): boolean;
  addEvidence(row: EvidenceRow): void;
  forget(id: string): void;
};

/** The two tables that repeat what the log says. Call within a transaction. */
export function openProjectionTables({ database }: Connection): ProjectionTables {
  const selectIncident = database.prepare(
    `SELECT id, key, model, title, status, declared_at AS declaredAt, resolved_at AS resolvedAt, cause,
            remembered_until AS rememberedUntil
     FROM incidents WHERE id = ?`,
  );
  const selectEvidence = database.prepare(
    `SELECT incident, seq, id, "check", model, answer, line, asked, config_hash AS configHash,
            finished_at AS finishedAt
     FROM evidence WHERE incident = ? ORDER BY seq`,
  );
  const selectMentioned = database
    .prepare('SELECT id FROM incidents UNION SELECT incident FROM evidence')
    .pluck();
  const selectOpen = database.prepare(`SELECT id FROM incidents WHERE key = ? AND status = 'open'`).pluck();
  const insert = database.prepare(
    `INSERT INTO incidents (id, key, model, title, status, declared_at, resolved_at, cause, remembered_until)
     VALUES (@id, @key, @model, @title, @status, @declaredAt, @resolvedAt, @cause, @rememberedUntil)
     ON CONFLICT (key) WHERE status = 'open' DO NOTHING`,
  );
  // A parsed row breaks no other rule of the table than the one open incident per key, so that is all OR IGNORE ignores.
  const update = database.prepare(
    `UPDATE OR IGNORE incidents SET key = @key, model = @model, title = @title, status = @status,
       declared_at = @declaredAt, resolved_at = @resolvedAt, cause = @cause,
       remembered_until = @rememberedUntil WHERE id = @id`,
  );
  const exists = database.prepare('SELECT 1 FROM incidents WHERE id = ?').pluck();
  const insertEvidence = database.prepare(
    `INSERT INTO evidence (incident, seq, id, "check", model, answer, line, asked, config_hash, finished_at)
     VALUES (@incident, @seq, @id, @check, @model, @answer, @line, @asked, @configHash, @finishedAt)`,
  );
  const deleteIncident = database.prepare('DELETE FROM incidents WHERE id = ?');
  const deleteEvidence = database.prepare('DELETE FROM evidence WHERE incident = ?');

  return {
    incident: (id) => IncidentRow.optional().parse(selectIncident.get(id)) ?? null,
    asTheyStand: (id) => ({ incident: selectIncident.get(id) ?? null, evidence: selectEvidence.all(id) }),
    mentioned: () => z.array(z.string()).parse(selectMentioned.all()),
    openId: (key) => z.string().parse(selectOpen.get(key)),
    put: (row) => (exists.get(row.id) === undefined ? insert : update).run(row).changes === 1,
    addEvidence: (row) => void insertEvidence.run(row),
    forget(id) {
      deleteEvidence.run(id);
      deleteIncident.run(id);
    },
  };
}
