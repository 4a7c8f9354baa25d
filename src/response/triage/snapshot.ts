import type { Alert } from '../../alert/alert.ts';
import { contextOf } from '../../checks/context.ts';
import type { Answer, Question } from '../../checks/question.ts';
import type { ModelConfig } from '../../config/schema.ts';
import type { IncidentFact } from '../../incident/facts/events.ts';
import type { Expression, Row } from '../../sql/aggregate.ts';
import { column } from '../../sql/build.ts';
import type { Warehouse } from '../ports.ts';

const RECENT_CHANGES = 10;
/** Flags and settings that were not touched lately are still in force. */
const REMEMBERED_CHANGES = 200;
const HOUR_MS = 3_600_000;

type Snapshot = Extract<IncidentFact, { type: 'snapshot-taken' }>;

/**
 * What was serving and what had just been changed when the incident was declared, frozen into the log: versions, flags,
 * settings, recent changes, the last hour's numbers, and the windows that everything after is compared by.
 */
export async function snapshotOf(
  input: {
    readonly modelName: string;
    readonly model: ModelConfig;
    readonly alert: Alert | null;
    readonly configHash: string;
    /** When the incident is declared. A recording runs on after that; what it holds of later belongs in no snapshot. */
    readonly at: Date;
  },
  warehouse: Warehouse,
  signal: AbortSignal,
): Promise<Snapshot> {
  const { model } = input;
  const version = model.predictions.version;
  const at = new Date(Math.min(input.at.getTime(), warehouse.now.getTime()));
  const answers = await warehouse.ask(
    {
      ...(version === undefined ? {} : { versions: versionsQuestion(model, version, at) }),
      scores: scoresQuestion(model, at),
      ...(model.changes === undefined ? {} : { changes: changesQuestion(at) }),
    },
    { signal },
  );
  const changes = rowsOf(answers['changes']);
  const { windows } = contextOf({ ...input, now: warehouse.now }, null);
  return {
    type: 'snapshot-taken',
    configHash: input.configHash,
    versions: rowsOf(answers['versions'])
      .map((row) => String(row['version']))
      .sort(),
    changes: changes.slice(0, RECENT_CHANGES).map(changeWords),
    flags: newestOfEach(changes, 'flag'),
    configuration: newestOfEach(changes, 'config'),
    metrics: metricsIn(rowsOf(answers['scores'])[0]),
    windows,
  };
}

function between(name: string, from: Date | null, to: Date): readonly Expression[] {
  const compared = (operator: '>=' | '<=', at: Date): Expression => ({
    kind: 'compare',
    operator,
    left: column(name),
    right: { kind: 'instant', at },
  });
  return [...(from === null ? [] : [compared('>=', from)]), compared('<=', to)];
}

const lastHour = (model: ModelConfig, at: Date): readonly Expression[] =>
  between(model.predictions.time, new Date(at.getTime() - HOUR_MS), at);

function versionsQuestion(model: ModelConfig, version: string, at: Date): Question {
  return {
    kind: 'aggregate',
    from: { kind: 'table', table: 'predictions' },
    where: lastHour(model, at),
    by: { version: column(version) },
    measures: { n: { kind: 'count' } },
  };
}

function scoresQuestion(model: ModelConfig, at: Date): Question {
  return {
    kind: 'aggregate',
    from: { kind: 'table', table: 'predictions' },
    where: lastHour(model, at),
    by: {},
    measures: { n: { kind: 'count' }, total: { kind: 'sum', of: column(model.predictions.score) } },
  };
}

const changesQuestion = (at: Date): Question => ({
  kind: 'rows',
  from: { kind: 'table', table: 'changes' },
  where: between('ts', null, at),
  columns: {
    id: column('change_id'),
    at: column('ts'),
    kind: column('kind'),
    component: column('component'),
    title: column('title'),
    to: column('to'),
  },
  orderBy: [{ by: column('ts'), descending: true }],
  limit: REMEMBERED_CHANGES,
});

const changeWords = (row: Row): string => {
  const at = row['at'] instanceof Date ? row['at'].toISOString().slice(0, 16).replace('T', ' ') : '';
  return `${String(row['id'])} ${at} ${String(row['kind'])} ${String(row['component'])}: ${String(row['title'])}`;
};

/** `new-ranker: on`; the rows come newest first. */
function newestOfEach(changes: readonly Row[], kind: string): readonly string[] {
  const newest = new Map<string, string>();
  for (const row of changes) {
    const component = String(row['component']);
    if (row['kind'] !== kind || newest.has(component)) continue;
    newest.set(component, `${component}: ${String(row['to'] ?? row['title'])}`);
  }
  return [...newest.values()];
}

function metricsIn(row: Row | undefined): Snapshot['metrics'] {
  const n = Number(row?.['n'] ?? 0);
  if (n === 0) return [];
  const total = Number(row?.['total'] ?? Number.NaN);
  return [
    { name: 'scored in the last hour', value: n, unit: 'count', n },
    {
      name: 'mean score in the last hour',
      value: Number.isFinite(total) ? total / n : null,
      unit: 'score',
      n,
    },
  ];
}

function rowsOf(answer: Answer | undefined): readonly Row[] {
  return answer?.kind === 'rows' ? answer.rows : [];
}
