import { bind, sql } from '../../sql/fragment.ts';
import { allRows, column, numeric, rowsWith, shareOf } from './fragments.ts';
import { ofDefault, onlyOf } from './of-default.ts';
import type { Watch, WatchedModel } from './watch.ts';

const often = { cron: '*/30 * * * *', jitter: '2m' };
const ofWhat = (what: string) => (subject: string | null) => `${what} of ${subject ?? 'the features'}`;
const none = (): null => null;

/** The predictions, where the rule is about one feature. */
function served({ model, subject }: WatchedModel): { readonly table: string; readonly time: string } | null {
  const { table, time } = model.predictions;
  return subject === null ? null : { table, time };
}

const nulls: Watch = {
  id: 'nulls',
  words: /\bnulls?\b|not-null|missing values?/i,
  subject: 'feature',
  title: ofWhat('the null rate'),
  unit: 'share',
  usual: 0.02,
  measured: { check: 'null-rate', measure: 'null rate' },
  sql: (watched) => {
    const from = served(watched);
    if (from === null) return null;
    return { ...from, value: shareOf(sql`${column(watched.subject ?? '')} IS NULL`), rows: allRows };
  },
  promql: none,
  monitor: ({ name, model, subject }, limit) =>
    subject === null
      ? ofDefault('nulls')({ name, model, subject })
      : {
          model: name,
          metric: 'null_rate',
          column: subject,
          schedule: often,
          window: { incident: '2h' },
          limits: { above: limit?.value ?? 0.02 },
        },
};

const range: Watch = {
  id: 'range',
  words: /\branges?\b|\bunit contract/i,
  subject: 'feature',
  title: ofWhat('values outside the training range'),
  unit: 'share',
  usual: 0.01,
  measured: { check: 'out-of-range', measure: 'share of values outside the range' },
  sql: (watched) => {
    const from = served(watched);
    const training = watched.model.reference;
    if (from === null || training === undefined) return null;
    const value = numeric(watched.subject ?? '');
    const trained = column(training.table);
    return {
      ...from,
      value: shareOf(
        sql`${value} < (SELECT min(${value}) FROM ${trained}) OR ${value} > (SELECT max(${value}) FROM ${trained})`,
      ),
      rows: rowsWith(watched.subject ?? ''),
    };
  },
  promql: none,
  monitor: ofDefault('range'),
};

const categories: Watch = {
  id: 'categories',
  words: /\bcategor(?:y|ies)\b|unseen values?/i,
  subject: 'feature',
  title: ofWhat('values that training never saw'),
  unit: 'share',
  usual: 0.01,
  measured: null,
  sql: (watched) => {
    const from = served(watched);
    const training = watched.model.reference;
    if (from === null || training === undefined) return null;
    const value = column(watched.subject ?? '');
    const known = sql`(SELECT ${value} FROM ${column(training.table)} WHERE ${value} IS NOT NULL)`;
    return { ...from, value: shareOf(sql`${value} NOT IN ${known}`), rows: rowsWith(watched.subject ?? '') };
  },
  promql: none,
  monitor: ofDefault('categories'),
};

/** One by the number of different values: 1 when all rows have the same. */
const constants: Watch = {
  id: 'constant',
  words: /\bconstants?\b/i,
  subject: 'feature',
  title: ofWhat('one and the same value in all rows'),
  unit: 'share',
  usual: 0.99,
  measured: null,
  sql: (watched) => {
    const from = served(watched);
    if (from === null) return null;
    const value = column(watched.subject ?? '');
    return {
      ...from,
      value: sql`1.0 / nullif(count(DISTINCT ${value}), 0)`,
      rows: rowsWith(watched.subject ?? ''),
    };
  },
  promql: none,
  monitor: ofDefault('constants'),
};

const misses: Watch = {
  id: 'misses',
  words: /\b(?:feature )?keys?\b|miss(?:es| rate)|canary reads/i,
  subject: 'feature',
  title: (subject) => `feature-store misses${subject === null ? '' : ` of ${subject}`}`,
  unit: 'share',
  usual: 0.05,
  measured: { check: 'feature-store', measure: 'miss rate' },
  sql: ({ model, subject }) => {
    const reads = model.feature_reads;
    if (reads === undefined) return null;
    const { table, time } = reads;
    return {
      table,
      time,
      value: sql`sum(${numeric(reads.misses)}) / nullif(sum(${numeric(reads.reads)}), 0)`,
      rows: sql`coalesce(sum(${numeric(reads.reads)}), 0)`,
      ...(subject === null
        ? { by: column(reads.feature) }
        : { where: sql`${column(reads.feature)} = ${bind(subject)}` }),
    };
  },
  promql: none,
  monitor: ({ name, model, subject }, limit) =>
    model.feature_reads === undefined
      ? null
      : {
          model: name,
          check: 'feature-store',
          // What the store is read for need not be a feature of the model: then all reads are watched.
          ...onlyOf(subject, model.predictions.features),
          schedule: often,
          window: { incident: '2h' },
          minimum: 12,
          thresholds: { floor: limit?.value ?? 0.05 },
        },
};

const age: Watch = {
  id: 'age',
  words: /\bages?\b|\bttl\b|fresh|stale|refresh/i,
  subject: 'feature',
  title: ofWhat('the age of the values'),
  unit: 'seconds',
  usual: null,
  measured: { check: 'feature-store', measure: 'age of values read (p95)' },
  sql: ({ model, subject }) => {
    const reads = model.feature_reads;
    if (reads === undefined) return null;
    const { table, time } = reads;
    return {
      table,
      time,
      value: sql`max(${numeric(reads.age)})`,
      rows: sql`coalesce(sum(${numeric(reads.reads)}), 0)`,
      ...(subject === null
        ? { by: column(reads.feature) }
        : { where: sql`${column(reads.feature)} = ${bind(subject)}` }),
    };
  },
  promql: none,
  monitor: ({ name, model, subject }, limit) =>
    subject === null || limit === null || model.feature_reads === undefined
      ? ofDefault('freshness')({ name, model, subject })
      : {
          model: name,
          metric: 'freshness',
          column: subject,
          schedule: often,
          window: { incident: '2h' },
          minimum: 12,
          limits: { above: limit.value },
        },
};

/** What is watched of the features and of the store that they are read from. */
export const FEATURE_WATCHES: readonly Watch[] = [range, categories, constants, misses, age, nulls];
