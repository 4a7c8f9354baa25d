import { all, any, column, countIf, during, isNotNull, table } from '../../sql/build.ts';
import type { Aggregate, Cell } from '../../sql/aggregate.ts';
import type { CheckContext } from '../check.ts';
import type { Answers } from '../question.ts';
import { countOf, rowsOf, textOf } from '../read-answers.ts';
import { sampledRows } from '../sample.ts';
import { inSegment } from '../windowed.ts';
import { hasFewValues, manyValues } from './profile.ts';

/** Where a column's values are counted: as they were served, or as the offline code computes them. */
export type Side = 'predictions' | 'offline_features';

/** A value as people write it and as it came, with its rows. */
export type Value = {
  readonly value: string;
  readonly cell: Cell;
  readonly before: number;
  readonly after: number;
};

/** How often each of the commonest values stood in a column, nulls left out, with all rows that had a value. */
export type Values = {
  readonly kind: 'values';
  readonly values: readonly Value[];
  readonly before: number;
  readonly after: number;
  /** How many different values there were; null when there are more than were asked for. */
  readonly distinctBefore: number | null;
  readonly distinctAfter: number | null;
};
export type NoValues = { readonly kind: 'no values'; readonly reason: string };

/**
 * The two questions about one column: its values, commonest in the incident window first, and its rows in all. However
 * many values a check wants, it is the same grouping, so that the plan reads it once for all of them. Where a feature has
 * few values they are all asked for, nulls too: then all such columns are counted in one scan.
 */
export function valueQuestions(
  context: CheckContext,
  of: {
    readonly side: Side;
    readonly column: string;
    readonly most: number;
  },
): Readonly<Record<string, Aggregate>> {
  const time = column(timeOf(context, of.side));
  const { baseline, incident } = context.windows;
  const [before, after] = [during(time, baseline), during(time, incident)];
  const value = column(of.column);
  const known = context.profile.find(({ name }) => name === of.column);
  const few = known === undefined || hasFewValues(known);
  // A category may be rare and is counted in every row; of numbers there are very many, and only common ones matter.
  const sampled = known?.kind === 'number' && !few ? sampledRows(context) : [];
  const rows = [
    any(before, after),
    ...(of.side === 'predictions' ? [...inSegment(context), ...sampled] : []),
  ];
  return {
    [`values ${of.side} ${of.column}`]: {
      kind: 'aggregate',
      from: table(of.side),
      where: few ? rows : [...rows, isNotNull(value)],
      by: { value },
      measures: { after: countIf(after), before: countIf(before) },
      limit: few ? manyValues : of.most,
    },
    // Nulls are left out by the measures, not by the rows, so that all columns are counted in one scan.
    [`rows ${of.side} ${of.column}`]: {
      kind: 'aggregate',
      from: table(of.side),
      where: rows,
      by: {},
      measures: {
        before: countIf(all(before, isNotNull(value))),
        after: countIf(all(after, isNotNull(value))),
      },
    },
  };
}

function timeOf(context: CheckContext, side: Side): string {
  const { predictions, offline_features: offline } = context.model;
  return side === 'predictions' ? predictions.time : (offline?.time ?? predictions.time);
}

/** Reads the answers to `valueQuestions`, with the number of values that were asked for. */
export function readValues(
  answers: Answers,
  side: Side,
  { name, most }: { readonly name: string; readonly most: number },
): Values | NoValues {
  const values = rowsOf(answers, `values ${side} ${name}`);
  const rows = rowsOf(answers, `rows ${side} ${name}`);
  if (values.kind === 'not-read') return { kind: 'no values', reason: values.reason };
  if (rows.kind === 'not-read') return { kind: 'no values', reason: rows.reason };
  const [row] = rows.rows;
  const found = values.rows.flatMap((one) => {
    const value = valueText(one['value']);
    const cell = one['value'] ?? null;
    return value === null
      ? []
      : [{ value, cell, before: countOf(one['before']), after: countOf(one['after']) }];
  });
  const distinctIn = (window: 'before' | 'after'): number | null =>
    found.length < most ? found.filter((one) => one[window] > 0).length : null;
  return {
    kind: 'values',
    values: found.slice(0, most),
    before: countOf(row?.['before']),
    after: countOf(row?.['after']),
    distinctBefore: distinctIn('before'),
    distinctAfter: distinctIn('after'),
  };
}

/** A value as people write it; what is not a number (NaN) is no value. */
function valueText(cell: Cell | undefined): string | null {
  return typeof cell === 'number' && !Number.isFinite(cell) ? null : textOf(cell);
}

/** The share of rows with one value; null where no row had any. */
export function shareOf(values: Values | NoValues, value: string, window: 'before' | 'after'): number | null {
  if (values.kind === 'no values' || values[window] === 0) return null;
  return (values.values.find((one) => one.value === value)?.[window] ?? 0) / values[window];
}

/**
 * Whether the offline table shows the same: the value gained there at least half of what it gained online, which means
 * that the source itself sends it. Null where the offline table cannot tell.
 */
export function offlineToo(online: Values, offline: Values | NoValues, value: string): boolean | null {
  const [onlineBefore, onlineAfter] = [shareOf(online, value, 'before'), shareOf(online, value, 'after')];
  const [before, after] = [shareOf(offline, value, 'before'), shareOf(offline, value, 'after')];
  if (onlineBefore === null || onlineAfter === null || before === null || after === null) return null;
  const gain = onlineAfter - onlineBefore;
  return gain >= 0 ? after - before >= gain / 2 : after - before <= gain / 2;
}
