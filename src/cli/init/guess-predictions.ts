import { columnsOfClasses, guessClasses } from './guess-classes.ts';
import type { GuessedClasses } from './guess-classes.ts';
import type { ColumnLook, TableLook } from './table-look.ts';

/** The table of scored requests and what its columns seem to be. Null stands where nothing fits. */
export type GuessedPredictions = {
  readonly table: TableLook;
  readonly id: string;
  readonly time: string;
  /** Null where a model of several classes logs the class alone, or a score for each. */
  readonly score: string | null;
  readonly task: 'classification' | 'multiclass' | 'regression';
  /** Of a model that tells several classes apart. */
  readonly classes: GuessedClasses | null;
  readonly version: string | null;
  readonly decision: string | null;
  readonly label: string | null;
  readonly knownAt: string | null;
  readonly segments: readonly string[];
  readonly features: readonly string[];
};

const scoreName = /(^|_)(score|scores|prob|probability|proba|prediction|predicted|pred|y_hat)($|_)/i;
const labelName = /^(label|target|outcome|actual|ground_truth|truth|y|y_true)$/i;
const decisionName = /(^|_)(decision|decided|action|approved|accepted|predicted_class)($|_)/i;
const timeName = /^(ts|time|timestamp|event_time|scored_at|predicted_at|created_at)$/i;
const knownName = /label|outcome|target|truth|feedback/i;
const fewValues = 50;

/** Guesses the predictions among the tables: it must have a time, a score and something that names its rows. */
export function guessPredictions(tables: readonly TableLook[]): GuessedPredictions | null {
  const guesses = tables.flatMap((table) => {
    const guess = guessTable(table, tables);
    return guess === null ? [] : [guess];
  });
  const rank = (guess: GuessedPredictions): number =>
    (/predict|score/i.test(guess.table.name) ? 2 : 0) + (guess.label === null ? 0 : 1);
  return guesses.sort((a, b) => rank(b) - rank(a) || b.table.rows - a.table.rows)[0] ?? null;
}

/** The column that says when a row happened, by its type and its name. */
export function timeColumn(table: TableLook): string | null {
  const times = table.columns.filter((column) => column.type === 'time');
  return (times.find((column) => timeName.test(column.name)) ?? times[0])?.name ?? null;
}

/** The column that names the rows: nearly every row has its own value. */
export function idColumn(table: TableLook): string | null {
  const distinct = table.columns.filter(
    (column) =>
      column.type !== 'time' &&
      column.distinct >= table.rows * 0.8 &&
      /(^|_)(id|uuid|key)$/i.test(column.name),
  );
  return (
    (distinct.find((column) => /request|prediction|event|sample/i.test(column.name)) ?? distinct[0])?.name ??
    null
  );
}

function guessTable(table: TableLook, tables: readonly TableLook[]): GuessedPredictions | null {
  const time = timeColumn(table);
  const id = idColumn(table);
  const classes = guessClasses(table);
  const scored = classes === null ? scoreColumn(table) : null;
  if (time === null || id === null || /golden|train/i.test(table.name)) return null;
  if (classes === null && scored === null) return null;
  const label = classes === null ? named(table, labelName, ['number', 'boolean']) : classes.label;
  const score = classes === null ? (scored?.name ?? null) : classes.score;
  const decision =
    classes === null
      ? (table.columns.find((column) => decisionName.test(column.name) && column.distinct <= 3)?.name ?? null)
      : null;
  const knownAt = table.columns.find(
    (column) => column.type === 'time' && column.name !== time && knownName.test(column.name),
  );
  const version = table.columns.find(
    (column) => /version/i.test(column.name) && /model/i.test(column.name),
  )?.name;
  const taken = new Set([
    ...(classes === null ? [] : columnsOfClasses(classes)),
    id,
    time,
    score,
    decision,
    label,
    knownAt?.name,
    version,
  ]);
  const rest = table.columns.filter((column) => !taken.has(column.name) && column.type !== 'time');
  return {
    table,
    id,
    time,
    score,
    task: scored === null ? 'multiclass' : isProbability(scored) ? 'classification' : 'regression',
    classes,
    version: version ?? null,
    decision,
    label,
    knownAt: label === null ? null : (knownAt?.name ?? null),
    ...splitColumns(rest, table, tables),
  };
}

const isProbability = ({ min, max }: ColumnLook): boolean => (min ?? 0) >= 0 && (max ?? 1) <= 1;

/**
 * A table that has only features (offline values, golden samples) tells which columns are features. Without one, numbers
 * are features, and so are columns of few values, which are segments too.
 */
function splitColumns(
  rest: readonly ColumnLook[],
  table: TableLook,
  tables: readonly TableLook[],
): { readonly segments: readonly string[]; readonly features: readonly string[] } {
  const telling = tables.find(
    (other) =>
      other.name !== table.name && /offline|golden/i.test(other.name) && shared(other, rest).length > 1,
  );
  const few = rest.filter(
    (column) => column.type !== 'number' && column.distinct <= fewValues && column.distinct > 1,
  );
  if (telling !== undefined) {
    const features = shared(telling, rest);
    return { features, segments: names(few).filter((name) => !features.includes(name)) };
  }
  const numbers = rest.filter((column) => column.type === 'number');
  return { features: names([...numbers, ...few]), segments: names(few) };
}

function shared(other: TableLook, rest: readonly ColumnLook[]): readonly string[] {
  return names(rest).filter((name) => other.columns.some((column) => column.name === name));
}

function scoreColumn(table: TableLook): ColumnLook | null {
  const numbers = table.columns.filter((column) => column.type === 'number' && scoreName.test(column.name));
  return numbers.sort((a, b) => b.distinct - a.distinct)[0] ?? null;
}

function named(table: TableLook, pattern: RegExp, types: readonly string[]): string | null {
  return (
    table.columns.find((column) => pattern.test(column.name) && types.includes(column.type))?.name ?? null
  );
}

function names(columns: readonly ColumnLook[]): readonly string[] {
  return columns.map((column) => column.name);
}
