import { basename } from 'node:path';
import { distance } from 'fastest-levenshtein';
import type { Warehouse, Warehouses } from '../response/ports.ts';
import { MissingTable } from '../sql/sql-error.ts';
import type { LoadedConfig } from './load.ts';
import { positionOf } from './load.ts';
import { didYouMean, nearestName } from './nearest.ts';
import { dotted } from './problem.ts';
import type { ConfigProblem, KeyPath } from './problem.ts';
import { tableNeeds } from './table-columns.ts';
import type { ColumnNeed, ColumnType, TableNeed } from './table-columns.ts';

/**
 * A warning leaves some checks without an answer; a problem leaves the model without one. What is `not there` is most
 * likely mistyped in the configuration; what is `unreadable` may be whole again tomorrow.
 */
export type ColumnFinding = ConfigProblem & {
  readonly level: 'warning' | 'problem';
  readonly because: 'not there' | 'unreadable';
  readonly model: string;
  /** Without this table or column the model cannot be looked into at all. */
  readonly vital: boolean;
};

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
    const found: Tools['found'] = (path, { level, because = 'not there', vital = false }, message) => ({
      file: basename(loaded.path),
      ...positionOf(path, loaded.positions),
      key: dotted(path),
      message,
      level,
      because,
      model: name,
      vital,
    });
    // Columns are the same at any time, so nothing has to be looked for to find the newest row.
    const opened = await opening(() => warehouses.open(name, new Date(0)));
    if ('failure' in opened) {
      const words = `its tables cannot be opened: ${reasonOf(opened.failure)}`;
      findings.push(found(['models', name], { level: 'problem', because: 'unreadable' }, words));
      continue;
    }
    for (const need of tableNeeds(name, model)) {
      const more = await tableFindings(opened.value, need, { found, loaded });
      findings.push(...more.filter((finding) => !isSaid(finding, findings)));
    }
  }
  return findings;
}

/** A source that is away as a whole is said once, at its first table. */
function isSaid(finding: ColumnFinding, before: readonly ColumnFinding[]): boolean {
  const reason = ({ message }: ColumnFinding): string => message.slice(message.indexOf(': '));
  return (
    finding.because === 'unreadable' &&
    before.some((one) => one.because === 'unreadable' && reason(one) === reason(finding))
  );
}

type Kind = Pick<ColumnFinding, 'level'> & Partial<Pick<ColumnFinding, 'because' | 'vital'>>;

type Tools = {
  readonly found: (path: KeyPath, kind: Kind, message: string) => ColumnFinding;
  readonly loaded: LoadedConfig;
};

async function tableFindings(
  warehouse: Warehouse,
  need: TableNeed,
  { found, loaded }: Tools,
): Promise<readonly ColumnFinding[]> {
  const vital = need.table === 'predictions';
  const tablePath = [...need.path, 'table'];
  const opened = await opening(() => warehouse.columns(need.table));
  if ('failure' in opened) {
    const { failure } = opened;
    if (failure instanceof MissingTable) {
      const level = vital || isTypo(need.name, failure.names) ? 'problem' : 'warning';
      const nearest = didYouMean(need.name, failure.names);
      return [found(tablePath, { level, vital }, `${failure.message}${nearest}`)];
    }
    const level = vital ? 'problem' : 'warning';
    const reason = reasonOf(failure);
    const words = reason.includes(`'${need.name}'`) ? reason : `'${need.name}': ${reason}`;
    return [found(tablePath, { level, because: 'unreadable' }, words)];
  }
  const columns = opened.value;
  if (columns === null) return [];
  return need.columns.flatMap((column) => {
    const message = columnMessage(column, columns, need.name);
    if (message === null) return [];
    const written = loaded.positions.has(dotted(column.path));
    const level = column.need === 'must' && written ? 'problem' : 'warning';
    const key = column.path.at(-1);
    return [found(column.path, { level, vital: vital && (key === 'time' || key === 'score') }, message)];
  });
}

/** One or two letters off from a table that is there: that one was meant, and it is not merely missing. */
function isTypo(name: string, names: readonly string[]): boolean {
  const nearest = nearestName(name, names);
  return nearest !== null && distance(name, nearest) <= 2;
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
): Promise<{ readonly value: Value } | { readonly failure: unknown }> {
  try {
    return { value: await open() };
  } catch (error) {
    return { failure: error };
  }
}

const reasonOf = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure));
