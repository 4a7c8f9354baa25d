import {
  all,
  any,
  column,
  count,
  countIf,
  during,
  isIn,
  isNotNull,
  isNull,
  lower,
  ne,
  number,
  quantile,
  table,
  text,
} from '../../sql/build.ts';
import type { Aggregate } from '../../sql/aggregate.ts';
import type { CheckContext } from '../check.ts';
import { timeOn } from './failing-features.ts';
import type { Answers } from '../question.ts';
import { countOf, numberOf, rowsOrNone } from '../read-answers.ts';
import type { Quartiles } from './scale.ts';
import { sampledRows } from '../sample.ts';
import { inSegment } from '../windowed.ts';

/** Where a feature has a column. */
export type Place = 'predictions' | 'offline_features' | 'reference';

export const FEWEST_ROWS = 30;
/** Quartiles of fewer values wander by chance as far as units differ. */
const FEWEST_FOR_QUARTILES = 100;
/** A column with more values than this is no set of categories. */
export const MOST_VALUES = 300;
const QUARTERS = [0.25, 0.5, 0.75] as const;
/** What people and programs write instead of leaving a field empty. */
const NULL_WORDS = ['', 'unknown', 'none', 'null', 'nan', 'n/a', 'na', 'nil', 'missing', 'undefined', '?'];

export const WORDS: Readonly<Record<Place, string>> = {
  predictions: 'online',
  offline_features: 'offline',
  reference: 'training',
};

/** Predictions, and the other tables where they are configured. */
export function placesOf(context: CheckContext): readonly Place[] {
  const { offline_features: offline, reference } = context.model;
  return [
    'predictions',
    ...(offline === undefined ? [] : ['offline_features' as const]),
    ...(reference === undefined ? [] : ['reference' as const]),
  ];
}

/** Training rows have no time: all of them are read as `after`, and before is left at nothing. */
export function columnQuestion(context: CheckContext, place: Place, name: string): Aggregate {
  const { baseline, incident } = context.windows;
  const value = column(name);
  const asNumber = number(value);
  const category = context.profile.some((feature) => feature.name === name && feature.kind === 'category');
  const windows =
    place === 'reference'
      ? ([['after', all()]] as const)
      : ([
          ['before', during(timeOn(context, place), baseline)],
          ['after', during(timeOn(context, place), incident)],
        ] as const);
  return {
    kind: 'aggregate',
    from: table(place),
    where: [
      ...(place === 'reference' ? [] : [any(...windows.map(([, rows]) => rows))]),
      ...(place === 'predictions' ? [...inSegment(context), ...sampledRows(context)] : []),
    ],
    by: {},
    measures: Object.fromEntries(
      windows.flatMap(([window, rows]) => [
        [window, countIf(rows)],
        [`filled ${window}`, countIf(all(rows, isNotNull(value)))],
        [`numbers ${window}`, countIf(all(rows, isNotNull(asNumber)))],
        [`nonZero ${window}`, countIf(all(rows, ne(asNumber, 0)))],
        [`words ${window}`, countIf(all(rows, isIn(lower(text(value)), NULL_WORDS)))],
        [`nulls ${window}`, countIf(all(rows, isNull(value)))],
        ...(category ? [] : QUARTERS).map(
          (p, k) => [`q${k} ${window}`, quantile(asNumber, p, all(rows, ne(asNumber, 0)))] as const,
        ),
      ]),
    ),
  };
}

/** The categories that training knew. */
export function trainedValues(name: string): Aggregate {
  return {
    kind: 'aggregate',
    from: table('reference'),
    where: [isNotNull(column(name))],
    by: { value: column(name) },
    measures: { n: count() },
    limit: MOST_VALUES,
  };
}

/** Quartiles of the non-zero values; null where too few are numbers. */
export function quartersOf(
  answers: Answers,
  of: { readonly place: Place; readonly name: string; readonly window: 'before' | 'after' },
): Quartiles | null {
  const [row] = rowsOrNone(answers, `column ${of.place} ${of.name}`);
  if (countOf(row?.[`nonZero ${of.window}`]) < FEWEST_FOR_QUARTILES) return null;
  const [low, middle, high] = QUARTERS.flatMap((_, k) => numberOf(row?.[`q${k} ${of.window}`]) ?? []);
  return low === undefined || middle === undefined || high === undefined ? null : [low, middle, high];
}
