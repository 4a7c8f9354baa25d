import type { ModelConfig } from '../config/schema.ts';
import type { TableName } from './aggregate.ts';
import { classColumns } from './class-columns.ts';
import type { SourceTable } from './source-table.ts';
import { SqlError } from './sql-error.ts';

/** Where a table of a model lies, and which of its columns are times: what the configuration says of it. */
export type Layout = {
  readonly source: string;
  readonly table: string;
  readonly time: string | null;
  readonly label: SourceTable['label'];
  readonly derived?: NonNullable<SourceTable['derived']>;
};

export const tableNames = [
  'predictions',
  'reference',
  'offline_features',
  'feature_reads',
  'requests',
  'hosts',
  'business',
  'golden',
  'changes',
] as const satisfies readonly TableName[];

/** Null for a table that the configuration does not name. The columns of `changes` are fixed; its time is `ts`. */
export function layoutOf(model: ModelConfig, name: TableName): Layout | null {
  switch (name) {
    case 'predictions': {
      const { source, table, time, label } = model.predictions;
      return {
        source,
        table,
        time,
        label: label === undefined ? null : { column: label.column, knownAt: label.known_at ?? null },
        derived: classColumns(model),
      };
    }
    case 'reference':
      return timeless(model.reference);
    case 'golden':
      return timeless(model.golden);
    case 'offline_features':
      return timed(model.offline_features);
    case 'feature_reads':
      return timed(model.feature_reads);
    case 'requests':
      return timed(model.requests);
    case 'hosts':
      return timed(model.hosts);
    case 'business':
      return timed(model.business);
    case 'changes':
      return model.changes === undefined ? null : timed({ ...model.changes, time: 'ts' });
  }
}

/** The layout, or an error that says what to add to fishbone.yml. */
export function configuredLayout(model: ModelConfig, name: TableName): Layout {
  const layout = layoutOf(model, name);
  if (layout !== null) return layout;
  throw new SqlError(
    'not-configured',
    `the model has no table ${name}`,
    `add "${name}: { source: …, table: … }" to the model in fishbone.yml`,
  );
}

type Named = { readonly source: string; readonly table: string };

function timeless(named: Named | undefined): Layout | null {
  return named === undefined ? null : { source: named.source, table: named.table, time: null, label: null };
}

function timed(named: (Named & { readonly time: string }) | undefined): Layout | null {
  return named === undefined
    ? null
    : { source: named.source, table: named.table, time: named.time, label: null };
}
