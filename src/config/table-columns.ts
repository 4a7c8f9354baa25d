import type { TableName } from '../sql/aggregate.ts';
import type { KeyPath } from './problem.ts';
import type { ModelConfig } from './schema.ts';
import { CONFIDENCE } from './schema/tables-schema.ts';

export type ColumnType = 'number' | 'text' | 'boolean' | 'time' | 'other';

/**
 * One column that the configuration counts on. `path` is the key that names it (or the table's key when a convention
 * does). `need`: without a `must` column nothing works; without a `may` column some checks say inconclusive.
 */
export type ColumnNeed = {
  readonly column: string;
  readonly path: KeyPath;
  readonly types: readonly ColumnType[];
  readonly need: 'must' | 'may';
};

export type TableNeed = {
  readonly table: TableName;
  readonly path: KeyPath;
  readonly name: string;
  readonly columns: readonly ColumnNeed[];
};

const any: readonly ColumnType[] = ['number', 'text', 'boolean', 'time', 'other'];
const key: readonly ColumnType[] = ['number', 'text', 'other'];
const number: readonly ColumnType[] = ['number'];
const outcome: readonly ColumnType[] = ['number', 'boolean'];
const plain: readonly ColumnType[] = ['number', 'text', 'boolean'];
const time: readonly ColumnType[] = ['time'];

/** Every table of a model with the columns it must or may have, in the order of the configuration. */
export function tableNeeds(name: string, model: ModelConfig): readonly TableNeed[] {
  const at = (table: TableName): KeyPath => ['models', name, table];
  const { features } = model.predictions;
  const featuresOf = (table: TableName): readonly ColumnNeed[] =>
    features.map((column) => ({ column, path: at(table), types: any, need: 'may' }));
  const needs: TableNeed[] = [];
  const add = (table: TableName, columns: readonly ColumnNeed[]): void => {
    const configured = model[table];
    if (configured !== undefined) needs.push({ table, path: at(table), name: configured.table, columns });
  };
  const several = model.task === 'multiclass';
  add('predictions', predictionColumns(at('predictions'), model.predictions, several));
  add('reference', featuresOf('reference'));
  add('offline_features', [
    ...named(at('offline_features'), model.offline_features, { id: key, time }),
    ...featuresOf('offline_features'),
  ]);
  add(
    'feature_reads',
    named(at('feature_reads'), model.feature_reads, {
      time,
      feature: key,
      reads: number,
      misses: number,
      age: number,
    }),
  );
  add('requests', requestColumns(at('requests'), model.requests));
  add(
    'hosts',
    named(at('hosts'), model.hosts, {
      time,
      host: key,
      cpu: number,
      memory: number,
      gpu: number,
      restarts: number,
      queue: number,
    }),
  );
  add('business', [
    ...named(at('business'), model.business, { time, value: number }),
    ...named([...at('business'), 'kpi'], model.business?.kpi, { numerator: number, denominator: number }),
  ]);
  add('golden', [
    ...named(at('golden'), model.golden, {
      id: key,
      label: several ? plain : outcome,
      expected: several ? plain : number,
    }),
    ...featuresOf('golden'),
  ]);
  add('changes', changeColumns(at('changes')));
  return needs;
}

function predictionColumns(
  path: KeyPath,
  config: ModelConfig['predictions'],
  several: boolean,
): readonly ColumnNeed[] {
  const { scores } = config;
  const apart = typeof scores === 'object' ? Object.entries(scores) : [];
  return [
    ...named(path, config, {
      id: key,
      time,
      version: plain,
      ...(config.score === CONFIDENCE ? {} : { score: number }),
      ...(several ? { predicted: plain, scores: ['text', 'other'] } : { decision: outcome }),
    }),
    ...(several ? apart : []).map(([name, column]) => ({
      column,
      path: [...path, 'scores', name],
      types: number,
      need: 'must' as const,
    })),
    ...named([...path, 'label'], config.label, { column: several ? plain : outcome, known_at: time }),
    ...listed([...path, 'segments'], config.segments, plain),
    ...listed([...path, 'features'], config.features, any),
  ];
}

function requestColumns(path: KeyPath, config: ModelConfig['requests']): readonly ColumnNeed[] {
  return [
    ...named(path, config, {
      time,
      id: key,
      version: plain,
      host: key,
      status: ['number', 'text'],
      error: ['text', 'number'],
      fallback: outcome,
      latency: number,
    }),
    ...listed([...path, 'stages'], config?.stages ?? [], number),
  ];
}

function changeColumns(path: KeyPath): readonly ColumnNeed[] {
  const must = (column: string, types: readonly ColumnType[]): ColumnNeed => ({
    column,
    path,
    types,
    need: 'must',
  });
  return [
    must('change_id', key),
    must('ts', time),
    must('kind', ['text', 'other']),
    must('component', ['text', 'other']),
    ...['title', 'author', 'from', 'to', 'reversible'].map((column) => ({
      ...must(column, any),
      need: 'may' as const,
    })),
  ];
}

/** The columns that keys of one mapping name. */
function named<Table extends object>(
  path: KeyPath,
  table: Table | undefined,
  types: Partial<Record<keyof Table & string, readonly ColumnType[]>>,
): readonly ColumnNeed[] {
  if (table === undefined) return [];
  return Object.entries<readonly ColumnType[] | undefined>(types).flatMap(([name, allowed]) => {
    const column: unknown = table[name as keyof Table];
    if (typeof column !== 'string' || allowed === undefined) return [];
    return [{ column, path: [...path, name], types: allowed, need: 'must' as const }];
  });
}

function listed(
  path: KeyPath,
  columns: readonly string[],
  types: readonly ColumnType[],
): readonly ColumnNeed[] {
  return columns.map((column, index) => ({ column, path: [...path, index], types, need: 'must' }));
}
