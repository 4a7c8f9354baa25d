import { basename } from 'node:path';
import type { Warehouse, Warehouses } from '../response/ports.ts';
import type { LoadedConfig } from './load.ts';
import { positionOf } from './load.ts';
import { didYouMean } from './nearest.ts';
import { dotted } from './problem.ts';
import type { ConfigProblem, KeyPath } from './problem.ts';
import { tableNeeds } from './table-columns.ts';
import type { ColumnNeed, ColumnType, TableNeed } from './table-columns.ts';

/** A warning leaves some checks without an answer; a problem leaves the model without one. */
export type ColumnFinding = ConfigProblem & { readonly level: 'warning' | 'problem' };

type Column = { readonly name: string; readonly type: ColumnType };

/**
 * Holds the columns that the configuration names against the real tables: missing tables, missing columns with the
 * nearest name there is, and types that cannot be. Only the predictions must be there; any other table may be missing.
 */
export async function checkColumns(
  loaded: LoadedConfig,
  warehouses: Pick<Warehouses, 'open'>,
): Promise<readonly ColumnFinding[]> {
  const findings: ColumnFinding[] = [];
  for (const [name, model] of Object.entries(loaded.config.models)) {
    const found = (path: KeyPath, level: ColumnFinding['level'], message: string): ColumnFinding => ({
      file: basename(loaded.path),
      ...positionOf(path, loaded.positions),
      key: dotted(path),
      message,
      level,
    });
    const opened = await opening(() => warehouses.open(name, null));
    if ('failure' in opened) {
      findings.push(found(['models', name], 'problem', `its tables cannot be opened: ${opened.failure}`));
      continue;
    }
    for (const need of tableNeeds(name, model)) {
      findings.push(...(await tableFindings(opened.value, need, { found, loaded })));
    }
  }
  return findings;
}

type Tools = {
  readonly found: (path: KeyPath, level: ColumnFinding['level'], message: string) => ColumnFinding;
  readonly loaded: LoadedConfig;
};

async function tableFindings(
  warehouse: Warehouse,
  need: TableNeed,
  { found, loaded }: Tools,
): Promise<readonly ColumnFinding[]> {
  const level = need.table === 'predictions' ? 'problem' : 'warning';
  const tablePath = [...need.path, 'table'];
  const opened = await opening(() => warehouse.columns(need.table));
  if ('failure' in opened)
    return [found(tablePath, level, `'${need.name}' cannot be read: ${opened.failure}`)];
  const columns = opened.value;
  if (columns === null) return [found(tablePath, level, `there is no table '${need.name}' in the source`)];
  return need.columns.flatMap((column) => {
    const message = columnMessage(column, columns, need.name);
    if (message === null) return [];
    const written = loaded.positions.has(dotted(column.path));
    const grave = column.need === 'must' && written;
    return [found(column.path, grave ? 'problem' : 'warning', message)];
  });
}

function columnMessage(need: ColumnNeed, columns: readonly Column[], table: string): string | null {
  const column = columns.find((each) => each.name === need.column);
  if (column === undefined) {
    const names = columns.map((each) => each.name);
    return `the table '${table}' has no column '${need.column}'${didYouMean(need.column, names)}`;
  }
  if (need.types.includes(column.type)) return null;
  return `the column '${column.name}' of '${table}' is ${typeNames[column.type]}; it must be ${need.types
    .filter((type) => type !== 'other')
    .map((type) => typeNames[type])
    .join(' or ')}`;
}

const typeNames: Readonly<Record<ColumnType, string>> = {
  number: 'a number',
  text: 'text',
  boolean: 'true or false',
  time: 'a timestamp',
  other: 'of a type that cannot be used',
};

async function opening<Value>(
  open: () => Promise<Value>,
): Promise<{ readonly value: Value } | { readonly failure: string }> {
  try {
    return { value: await open() };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
