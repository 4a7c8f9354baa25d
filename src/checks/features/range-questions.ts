import type { Aggregate } from '../../sql/aggregate.ts';
import {
  all,
  any,
  column,
  countIf,
  gt,
  isNotNull,
  lt,
  maximum,
  minimum,
  ne,
  number,
  table,
} from '../../sql/build.ts';
import type { CheckContext } from '../check.ts';
import type { Answers } from '../question.ts';
import { rangeOf, type Numeric } from './range-findings.ts';
import { numberOf, rowsOrNone } from '../read-answers.ts';
import { sampledRows } from '../sample.ts';
import { inSegment, windowsOn } from '../windowed.ts';

/** How many values there are in each window, and between what. */
export function endsQuestion(context: CheckContext, name: string): Aggregate {
  const { before, after } = windowsOn(context, context.model.predictions.time);
  const value = number(column(name));
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where: [any(before, after), ...inSegment(context)],
    by: {},
    measures: {
      before: countIf(all(before, isNotNull(value))),
      after: countIf(all(after, isNotNull(value))),
      lowestBefore: minimum(value, before),
      highestBefore: maximum(value, before),
      lowest: minimum(value, after),
      highest: maximum(value, after),
    },
  };
}

/** Values beyond the range need counting only where the lowest or the highest one lies there. */
export function endsBeyond(feature: Numeric, answers: Answers): boolean {
  const [row] = rowsOrNone(answers, `ends ${feature.name}`);
  const { min, max } = rangeOf(feature, answers);
  const lows = [numberOf(row?.['lowestBefore']), numberOf(row?.['lowest'])];
  const highs = [numberOf(row?.['highestBefore']), numberOf(row?.['highest'])];
  return lows.some((low) => low !== null && low < min) || highs.some((high) => high !== null && high > max);
}

/** Rows outside the range, by name. */
export function beyondQuestion(
  context: CheckContext,
  feature: Numeric,
  answers: Answers,
): [string, Aggregate] {
  const { before, after } = windowsOn(context, context.model.predictions.time);
  const value = number(column(feature.name));
  const { min, max } = rangeOf(feature, answers);
  const beyond = any(lt(value, min), gt(value, max));
  return [
    `beyond ${feature.name}`,
    {
      kind: 'aggregate',
      from: table('predictions'),
      where: [any(before, after), ...inSegment(context)],
      by: {},
      measures: {
        beyondBefore: countIf(all(before, beyond)),
        beyondAfter: countIf(all(after, beyond)),
        belowAfter: countIf(all(after, lt(value, min))),
      },
    },
  ];
}

/** Rows on either side of the old median, by name. */
export function medianQuestion(context: CheckContext, name: string, median: number): [string, Aggregate] {
  const { before, after } = windowsOn(context, context.model.predictions.time);
  const value = number(column(name));
  return [
    `median ${name}`,
    {
      kind: 'aggregate',
      from: table('predictions'),
      where: [any(before, after), ...inSegment(context), ...sampledRows(context)],
      by: {},
      measures: {
        'nonZero before': countIf(all(before, ne(value, 0))),
        'nonZero after': countIf(all(after, ne(value, 0))),
        'above before': countIf(all(before, ne(value, 0), gt(value, median))),
        'above after': countIf(all(after, ne(value, 0), gt(value, median))),
      },
    },
  ];
}

/** The range of the training rows. */
export function referenceRange(name: string): Aggregate {
  const value = number(column(name));
  return {
    kind: 'aggregate',
    from: table('reference'),
    where: [],
    by: {},
    measures: { n: countIf(isNotNull(value)), min: minimum(value), max: maximum(value) },
  };
}
