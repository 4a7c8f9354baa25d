import { z } from 'zod';
import { read } from './connection.ts';
import type { Connection } from './connection.ts';

/** Where a check's answer is found in the log: read event `seq` of the incident for all of it. */
const EvidenceHit = z
  .object({
    incident: z.string(),
    seq: z.int(),
    id: z.string(),
    check: z.string(),
    model: z.string(),
    answer: z.enum(['shifted', 'steady', 'inconclusive']),
    line: z.string(),
    finishedAt: z.coerce.date(),
  })
  .readonly();
type EvidenceHit = z.infer<typeof EvidenceHit>;

export type EvidenceSearch = {
  /** Newest first. `text` is looked for in the answer's line, letter case aside. */
  search(filter: {
    readonly id?: string;
    readonly incident?: string;
    readonly check?: string;
    readonly model?: string;
    readonly answer?: EvidenceHit['answer'];
    readonly text?: string;
    readonly limit: number;
  }): Promise<readonly EvidenceHit[]>;
};

/** What checks answered, across incidents: has this been seen before? */
export function createEvidenceSearch(connection: Connection): EvidenceSearch {
  const select = connection.database.prepare(
    `SELECT incident, seq, id, "check", model, answer, line, finished_at AS finishedAt FROM evidence
     WHERE (@id IS NULL OR id = @id)
       AND (@incident IS NULL OR incident = @incident)
       AND (@check IS NULL OR "check" = @check)
       AND (@model IS NULL OR model = @model)
       AND (@answer IS NULL OR answer = @answer)
       AND (@text IS NULL OR instr(lower(line), lower(@text)) > 0)
     ORDER BY finished_at DESC, incident, seq LIMIT @limit`,
  );

  return {
    async search({ id, incident, check, model, answer, text, limit }) {
      const filter = {
        id: id ?? null,
        incident: incident ?? null,
        check: check ?? null,
        model: model ?? null,
        answer: answer ?? null,
        text: text ?? null,
        limit,
      };
      return z.array(EvidenceHit).parse(read(connection, () => select.all(filter)));
    },
  };
}
