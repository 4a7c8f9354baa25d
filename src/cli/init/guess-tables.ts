import { idColumn, timeColumn } from './guess-predictions.ts';
import type { GuessedPredictions } from './guess-predictions.ts';
import type { TableLook } from './table-look.ts';

/** The keys of one table in the configuration, besides `source` and `table`; a list stays a list. */
export type GuessedTable = {
  readonly key: string;
  readonly table: string;
  readonly keys: Readonly<Record<string, string | readonly string[] | Readonly<Record<string, string>>>>;
};

/** What the other tables seem to be, by their columns first and their names second. */
export function guessTables(
  tables: readonly TableLook[],
  predictions: GuessedPredictions,
): readonly GuessedTable[] {
  const others = tables.filter((table) => table.name !== predictions.table.name);
  const guesses = [reference, offline, reads, requests, hosts, business, golden, changes];
  const taken = new Set<string>();
  return guesses.flatMap((guess) => {
    for (const table of others.filter(({ name }) => !taken.has(name))) {
      const found = guess(table, predictions);
      if (found === null) continue;
      taken.add(table.name);
      return [found];
    }
    return [];
  });
}

type Guess = (table: TableLook, predictions: GuessedPredictions) => GuessedTable | null;

const reference: Guess = (table, { features }) => {
  if (!/train|reference/i.test(table.name) || !hasMost(table, features)) return null;
  return { key: 'reference', table: table.name, keys: {} };
};

const offline: Guess = (table, { id, features }) => {
  const time = timeColumn(table);
  if (time === null || !has(table, id) || !hasMost(table, features) || !/offline|batch/i.test(table.name))
    return null;
  return { key: 'offline_features', table: table.name, keys: { id, time } };
};

const reads: Guess = (table) => {
  const time = timeColumn(table);
  if (time === null || !['feature', 'reads', 'misses'].every((name) => has(table, name))) return null;
  const age = first(table, /age/i);
  return { key: 'feature_reads', table: table.name, keys: { time, ...(age === null ? {} : { age }) } };
};

const requests: Guess = (table, { id }) => {
  const time = timeColumn(table);
  const milliseconds = table.columns.filter(
    (column) => column.type === 'number' && /_ms$/i.test(column.name),
  );
  const status = first(table, /^(http_)?status(_code)?$/i);
  if (time === null || !has(table, id) || (milliseconds.length === 0 && status === null)) return null;
  const latency = milliseconds.find((column) => /latency|total|duration/i.test(column.name))?.name ?? null;
  const stages = milliseconds.map((column) => column.name).filter((name) => name !== latency);
  const named = {
    version: first(table, /version/i),
    host: first(table, /^(host|hostname|pod|instance)$/i),
    status,
    error: first(table, /error|exception/i),
    fallback: first(table, /fallback/i),
    latency,
  };
  return {
    key: 'requests',
    table: table.name,
    keys: { time, id, ...given(named), ...(stages.length === 0 ? {} : { stages }) },
  };
};

const hosts: Guess = (table) => {
  const time = timeColumn(table);
  const host = first(table, /^(host|hostname|pod|instance)$/i);
  if (time === null || host === null || !has(table, 'cpu')) return null;
  return { key: 'hosts', table: table.name, keys: { time, host } };
};

const business: Guess = (table) => {
  const time = timeColumn(table);
  const numerator = firstNumber(table, /conversion|purchase|order|signup|click/i);
  const denominator = firstNumber(table, /visit|session|impression|user|offer/i);
  if (time === null || numerator === null || denominator === null || numerator === denominator) return null;
  const value = firstNumber(table, /revenue|value|amount/i);
  const kpi = { name: 'conversion', numerator, denominator };
  return { key: 'business', table: table.name, keys: { time, kpi, ...given({ value }) } };
};

const golden: Guess = (table, { features }) => {
  const id = idColumn(table);
  const expected = first(table, /expected/i);
  if (id === null || !hasMost(table, features) || (expected === null && !/golden/i.test(table.name)))
    return null;
  return {
    key: 'golden',
    table: table.name,
    keys: { id, ...given({ label: first(table, /^label$/i), expected }) },
  };
};

const changes: Guess = (table) => {
  if (!['change_id', 'ts', 'kind'].every((name) => has(table, name))) return null;
  return { key: 'changes', table: table.name, keys: {} };
};

function has(table: TableLook, name: string): boolean {
  return table.columns.some((column) => column.name === name);
}

function hasMost(table: TableLook, features: readonly string[]): boolean {
  return features.filter((name) => has(table, name)).length >= features.length * 0.8;
}

function first(table: TableLook, pattern: RegExp): string | null {
  return table.columns.find((column) => pattern.test(column.name))?.name ?? null;
}

function firstNumber(table: TableLook, pattern: RegExp): string | null {
  return first({ ...table, columns: table.columns.filter((column) => column.type === 'number') }, pattern);
}

function given(columns: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([key, column]) => (column === null ? [] : [[key, column]])),
  );
}
