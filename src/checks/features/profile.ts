import type { ModelConfig } from '../../config/schema.ts';
import type { Expression, Row } from '../../sql/aggregate.ts';
import {
  column,
  count,
  countIf,
  distinct,
  during,
  isNotNull,
  isNull,
  maximum,
  minimum,
  number,
  oneIn,
  quantile,
  table,
  text,
} from '../../sql/build.ts';
import type { Window } from '../../time/window.ts';
import type { Inquiry } from '../inquiry.ts';
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
      readonly nulls: number;
      readonly min: number;
      readonly max: number;
      /** Increasing inner edges of about equally filled bins. */
      readonly edges: readonly number[];
      /** A single value that at least a fifth of the rows have, such as 0; null when there is none. */
      readonly spike?: number | null;
    }
  | {
      readonly kind: 'category';
      readonly name: string;
      readonly n: number;
      readonly nulls: number;
      /** Most frequent first; beyond the cap, values count as 'other'. */
      readonly values: readonly string[];
    };

const mostValues = 60;

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
 * there are, unless `rows` says it; ranges and deciles; the values of the columns that are not numbers. A column that cannot
 * be read has no profile.
 */
export function* profileInquiry(
  model: ModelConfig,
  window: Window,
  { further = [], rows }: { readonly further?: readonly string[]; readonly rows?: number } = {},
): Inquiry<readonly FeatureProfile[]> {
  const names = [...new Set([...model.predictions.features, ...further])];
  if (names.length === 0) return [];
  const where = [during(column(model.predictions.time), window)];
  const inWindow = rows ?? (yield* countAmong(where));
  const step = inWindow < 5 * enoughForEdges ? 1 : stepFor(inWindow, enoughForEdges);
  const sampled = step === 1 ? undefined : oneIn(column(model.predictions.id), step);
  const ranges = yield {
    ranges: {
      kind: 'aggregate',
      from: table('predictions'),
      where,
      by: {},
      measures: Object.fromEntries([
        ['n', count()],
        ...names.flatMap((name, i) => rangeMeasures(name, { i, sampled })),
      ]),
    },
  };
  const [row] = rowsOrNone(ranges, 'ranges');
  if (row === undefined || countOf(row['n']) === 0) return [];
  const isFeature = new Set(model.predictions.features);
  const few = yield* withFewValues(
    names.filter((name, i) => isFeature.has(name) && hasNumbers(row, i) && !hasManyValues(row, i)),
    where,
  );
  const categories = names.filter(
    (name, i) => !(isFeature.has(name) && hasNumbers(row, i) && !few.has(name)) && countOf(row[`c${i}`]) > 0,
  );
  const found = new Map<string, string[]>();
  const spikes = spikesOf(names, row, categories);
  let beside: Row = {};
  if (categories.length > 0 || spikes.length > 0) {
    const answers = yield {
      ...Object.fromEntries(
        categories.map((name) => [
          name,
          {
            kind: 'aggregate' as const,
            from: table('predictions'),
            where: [...where, isNotNull(column(name))],
            by: { value: text(column(name)) },
            measures: { n: count() },
            limit: mostValues,
          },
        ]),
      ),
      ...(spikes.length === 0 ? {} : { beside: besideSpikes(spikes, { where, sampled }) }),
    };
    beside = rowsOrNone(answers, 'beside')[0] ?? {};
    for (const name of categories) {
      found.set(
        name,
        rowsOrNone(answers, name).flatMap((each) => textOf(each['value']) ?? []),
      );
    }
  }
  return names.flatMap((name, i) =>
    profileOf(name, { row, i, values: found.get(name), beside: edgesBeside(name, { spikes, beside }) }),
  );
}

function* countAmong(where: readonly Expression[]): Inquiry<number> {
  const answers = yield {
    rows: { kind: 'aggregate', from: table('predictions'), where, by: {}, measures: { n: count() } },
  };
  return countOf(rowsOrNone(answers, 'rows')[0]?.['n']);
}

function rangeMeasures(
  name: string,
  { i, sampled }: { readonly i: number; readonly sampled: Expression | undefined },
) {
  const value = number(column(name));
  return [
    [`c${i}`, countIf(isNotNull(column(name)))] as const,
    [`z${i}`, countIf(isNull(column(name)))] as const,
    [`m${i}`, countIf(isNotNull(value))] as const,
    [`lo${i}`, minimum(value)] as const,
    [`hi${i}`, maximum(value)] as const,
    ...deciles.map((p, k) => [`q${i}_${k}`, quantile(value, p, sampled)] as const),
  ];
}

function hasNumbers(row: Row, i: number): boolean {
  const filled = countOf(row[`c${i}`]);
  return filled > 0 && countOf(row[`m${i}`]) >= numberShare * filled;
}

/** Two cuts strictly between the ends: of two values only one cut can be, where it falls between the last of one and the first of the other. */
function hasManyValues(row: Row, i: number): boolean {
  const [low, high] = [numberOf(row[`lo${i}`]), numberOf(row[`hi${i}`])];
  if (low === null || high === null || countOf(row[`m${i}`]) < 100) return false;
  return cutsOf(row, i).filter((cut) => cut > low && cut < high).length > 1;
}

/** Counting the different values of a column is dear, and asked only where the deciles do not show more than two. */
function* withFewValues(
  names: readonly string[],
  where: readonly Expression[],
): Inquiry<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  const measures = Object.fromEntries(names.map((name, i) => [`d${i}`, distinct(column(name))]));
  const answers = yield { few: { kind: 'aggregate', from: table('predictions'), where, by: {}, measures } };
  const [row] = rowsOrNone(answers, 'few');
  return new Set(names.filter((_, i) => countOf(row?.[`d${i}`]) <= 2));
}

function profileOf(
  name: string,
  found: {
    readonly row: Row;
    readonly i: number;
    readonly values: readonly string[] | undefined;
    readonly beside: readonly number[];
  },
): FeatureProfile[] {
  const { row, i, values, beside } = found;
  const n = countOf(row['n']);
  const nulls = countOf(row[`z${i}`]);
  if (values !== undefined) return [{ kind: 'category', name, n, nulls, values }];
  const [min, max] = [numberOf(row[`lo${i}`]), numberOf(row[`hi${i}`])];
  if (min === null || max === null) return [{ kind: 'category', name, n, nulls, values: [] }];
  const cuts = cutsOf(row, i);
  const spike = spikeIn(cuts);
  const edges = [...new Set(spike === null ? cuts : [...cuts, ...beside])]
    .filter((edge) => edge > min)
    .toSorted((a, b) => a - b);
  return [{ kind: 'number', name, n, nulls, min, max, edges, spike }];
}

/** Profiles of the model's features from the baseline window of the context. */
export function profileFeatures(context: {
  readonly model: ModelConfig;
  readonly windows: { readonly baseline: Window };
}): Inquiry<readonly FeatureProfile[]> {
  return profileInquiry(context.model, context.windows.baseline);
}
