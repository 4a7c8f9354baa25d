import type { Answer } from '../checks/question.ts';
import type { ModelConfig } from '../config/schema.ts';
import type { IncidentFact } from '../incident/events.ts';
import { column } from '../sql/build.ts';
import type { Warehouse } from './ports.ts';

const RECENT_CHANGES = 10;

/** What was serving and what had just been changed when the incident was declared, frozen into the log. */
export async function snapshotOf(
  model: ModelConfig,
  configHash: string,
  warehouse: Warehouse,
  signal: AbortSignal,
): Promise<IncidentFact> {
  const version = model.predictions.version;
  const answers = await warehouse.ask(
    {
      ...(version === undefined
        ? {}
        : {
            versions: {
              kind: 'aggregate' as const,
              from: { kind: 'table' as const, table: 'predictions' as const },
              where: [
                {
                  kind: 'compare' as const,
                  operator: '>=' as const,
                  left: column(model.predictions.time),
                  right: { kind: 'instant' as const, at: new Date(warehouse.now.getTime() - 3_600_000) },
                },
              ],
              by: { version: column(version) },
              measures: { n: { kind: 'count' as const } },
            },
          }),
      ...(model.changes === undefined
        ? {}
        : {
            changes: {
              kind: 'rows' as const,
              from: { kind: 'table' as const, table: 'changes' as const },
              where: [],
              columns: {
                id: column('change_id'),
                at: column('ts'),
                kind: column('kind'),
                component: column('component'),
                title: column('title'),
              },
              orderBy: [{ by: column('ts'), descending: true }],
              limit: RECENT_CHANGES,
            },
          }),
    },
    { signal },
  );
  return {
    type: 'snapshot-taken',
    configHash,
    versions: rowsOf(answers['versions'])
      .map((row) => String(row['version']))
      .sort(),
    changes: rowsOf(answers['changes']).map((row) => {
      const at = row['at'] instanceof Date ? row['at'].toISOString().slice(0, 16).replace('T', ' ') : '';
      return `${String(row['id'])} ${at} ${String(row['kind'])} ${String(row['component'])}: ${String(row['title'])}`;
    }),
  };
}

function rowsOf(answer: Answer | undefined): Extract<Answer, { kind: 'rows' }>['rows'] {
  return answer?.kind === 'rows' ? answer.rows : [];
}
