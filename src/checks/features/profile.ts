import type { ModelConfig } from '../../config/schema.ts';
import type { Aggregate, Expression, Row } from '../../sql/aggregate.ts';
import {
  column,
  count,
  countIf,
  distinct,
  during,
  isNotNull,
  maximum,
  minimum,
  ne,
  number,
  oneIn,
  quantile,
  table,
  text,
} from '../../sql/build.ts';
import type { Window } from '../../time/window.ts';
import type { Inquiry } from '../inquiry.ts';
import type { Answers, Questions } from '../question.ts';
import { countOf, numberOf, rowsOrNone, textOf } from '../read-answers.ts';
import { stepFor } from '../sample.ts';
import { besideSpikes, cutsOf, deciles, edgesBeside, spikeIn, spikesOf } from './spikes.ts';

/**
 * What a feature looked like before the incident, from the baseline window (or the reference table): measured once an
 * investigation and used by every check that bins values, so that they all speak of the same bins.
 */
export type FeatureProfile =
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly n: number;
      readonly min: number;
      readonly max: number;
      /** Increasing inner edges of about equally filled bins. */
      readonly edges: readonly number[];
      /** A single value that at least a fifth of the rows have, such as 0; null when there is none. */
      readonly spike?: number | null;
      /** How many different values there were among the rows that its edges come from. */
      readonly distinct?: number;
      /** The median of the values that are not zero, from the same rows. */
      readonly middle?: number | null;
    }
  | {
      readonly kind: 'category';
      readonly name: string;
      readonly n: number;
      /** Most frequent first; beyond the cap, values count as 'other'. */
      readonly values: readonly string[];
    };

const mostValues = 60;
/** No column of so many values is a set of categories or codes. */
export const manyValues = 1000;

/**
 * Edges of bins are no finding: rows are counted by them exactly, whatever they are. The deciles of so many values lie
 * within one percent of the rows of those of all (four standard errors of the median), and exact ones would keep every
 * value in memory. Up to five times as many rows are all looked at.
 */
const enoughForEdges = 40_000;

/** A column whose values are numbers in all but one row of a hundred is read as a number. */
const numberShare = 0.99;

/**
 * Profiles of the model's features and of further columns (segments) from the rows of `window`. Three rounds: how many rows
 * there are, unless `rows` says it; what kind each column is and its deciles, from a sample where the rows are very many;
 * the ranges of all rows, and the values of the columns that are not numbers. A column that cannot be read has no profile.
 */
export function* profileInquiry(
  model: ModelConfig,
  window: Window,
  { further = [], rows }: { readonly further?: readonly string[]; readonly rows?: number } = {},
): Inquiry<readonly FeatureProfile[]> {
  const names = [...new Set([...model.predictions.features, ...further])];
  if (names.length === 0) return [];
  const where = [during(column(model.predictions.time), window)];
  const n = rows ?? (yield* countAmong(where));
  const step = n < 5 * enoughForEdges ? 1 : stepFor(n, enoughForEdges);
  const sampled = step === 1 ? undefined : oneIn(column(model.predictions.id), step);
  const shapes = yield {
    shapes: {
      kind: 'aggregate',
      from: table('predictions'),
      where: sampled === undefined ? where : [...where, sampled],
      by: {},
      measures: Object.fromEntries([['n', count()], ...names.flatMap(shapeMeasures)]),
    },
  };
  const [shape] = rowsOrNone(shapes, 'shapes');
  if (n === 0 || shape === undefined || countOf(shape['n']) === 0) return [];
  const isFeature = new Set(model.predictions.features);
  const numbers = names.filter(
    (name, i) => isFeature.has(name) && hasNumbers(shape, i) && !hasTwoValues(shape, i),
  );
  const categories = names.filter((name, i) => !numbers.includes(name) && countOf(shape[`c${i}`]) > 0);
  const spikes = spikesOf(names, shape, categories);
  const questions: Questions = {
    ...Object.fromEntries(
      categories.map((name) => [
        `values ${name}`,
        valuesOf(name, { where, few: countOf(shape[`d${names.indexOf(name)}`]) <= mostNumbers }),
      ]),
    ),
    ...(spikes.length === 0 ? {} : { beside: besideSpikes(spikes, { where, sampled }) }),
    // Of rows that were all looked at, the ends are known already.
    ...(sampled === undefined || numbers.length === 0 ? {} : { ends: endsOf(names, { numbers, where }) }),
  };
  const answers = Object.keys(questions).length === 0 ? {} : yield questions;
  const beside = rowsOrNone(answers, 'beside')[0] ?? {};
  const ends = rowsOrNone(answers, 'ends')[0] ?? shape;
  return names.flatMap((name, i) =>
    profileOf(name, {
      n,
      i,
      shape,
      ends,
      values: categories.includes(name) ? valuesIn(answers, name) : undefined,
      beside: edgesBeside(name, { spikes, beside }),
    }),
  );
}

function* countAmong(where: readonly Expression[]): Inquiry<number> {
  const answers = yield {
    rows: { kind: 'aggregate', from: table('predictions'), where, by: {}, measures: { n: count() } },
  };
  return countOf(rowsOrNone(answers, 'rows')[0]?.['n']);
}

function shapeMeasures(name: string, i: number) {
  const value = number(column(name));
  return [
    [`c${i}`, countIf(isNotNull(column(name)))] as const,
    [`m${i}`, countIf(isNotNull(value))] as const,
    [`d${i}`, distinct(column(name))] as const,
    [`middle${i}`, quantile(value, 0.5, ne(value, 0))] as const,
    ...endMeasures(name, i),
    ...deciles.map((p, k) => [`q${i}_${k}`, quantile(value, p)] as const),
  ];
}

function endMeasures(name: string, i: number) {
  const value = number(column(name));
  return [[`lo${i}`, minimum(value)] as const, [`hi${i}`, maximum(value)] as const];
}

type Of = { readonly numbers: readonly string[]; readonly where: readonly Expression[] };

/** The least and the greatest of the numbers, in all rows. */
function endsOf(names: readonly string[], { numbers, where }: Of): Aggregate {
  const measures = names.flatMap((name, i) => (numbers.includes(name) ? endMeasures(name, i) : []));
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where,
    by: {},
    measures: Object.fromEntries(measures),
  };
}

type Values = { readonly where: readonly Expression[]; readonly few: boolean };

/** The values of a column, commonest first; where they are few all are asked for, nulls too, so that columns share a scan. */
function valuesOf(name: string, { where, few }: Values): Aggregate {
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where: few ? where : [...where, isNotNull(column(name))],
    by: { value: text(column(name)) },
    measures: { n: count() },
    limit: few ? manyValues : mostValues,
  };
}

function valuesIn(answers: Answers, name: string): readonly string[] {
  return rowsOrNone(answers, `values ${name}`)
    .flatMap((each) => textOf(each['value']) ?? [])
    .slice(0, mostValues);
}

function hasNumbers(row: Row, i: number): boolean {
  const filled = countOf(row[`c${i}`]);
  return filled > 0 && countOf(row[`m${i}`]) >= numberShare * filled;
}

/** A number of one or two values is no measurement. */
function hasTwoValues(row: Row, i: number): boolean {
  return countOf(row[`d${i}`]) <= 2;
}

type Found = {
  readonly n: number;
  readonly i: number;
  readonly shape: Row;
  readonly ends: Row;
  readonly values: readonly string[] | undefined;
  readonly beside: readonly number[];
};

function profileOf(name: string, { n, i, shape, ends, values, beside }: Found): FeatureProfile[] {
  if (values !== undefined) return [{ kind: 'category', name, n, values }];
  const [min, max] = [numberOf(ends[`lo${i}`]), numberOf(ends[`hi${i}`])];
  if (min === null || max === null) return [{ kind: 'category', name, n, values: [] }];
  const cuts = cutsOf(shape, i);
  const spike = spikeIn(cuts);
  const edges = [...new Set(spike === null ? cuts : [...cuts, ...beside])]
    .filter((edge) => edge > min)
    .toSorted((a, b) => a - b);
  const [distinct, middle] = [countOf(shape[`d${i}`]), numberOf(shape[`middle${i}`])];
  return [{ kind: 'number', name, n, min, max, edges, spike, distinct, middle }];
}

/** Whether all values that a feature has are few enough to be counted one by one. */
export function hasFewValues(profile: FeatureProfile): boolean {
  return profile.kind === 'category'
    ? profile.values.length < mostValues
    : profile.distinct !== undefined && profile.distinct <= mostNumbers;
}

/** Numbers of so few different values are codes, counts or grades. */
const mostNumbers = 200;

/** Profiles of the model's features from the baseline window of the context. */
export function profileFeatures(context: {
  readonly model: ModelConfig;
  readonly windows: { readonly baseline: Window };
}): Inquiry<readonly FeatureProfile[]> {
  return profileInquiry(context.model, context.windows.baseline);
}
