import type { Expression } from '../sql/aggregate.ts';
import { all, any, column, countIf, oneIn, table } from '../sql/build.ts';
import type { CheckContext } from './check.ts';
import type { Inquiry } from './inquiry.ts';
import { countOf, rowsOrNone } from './read-answers.ts';
import { inSegment, windowsOn } from './windowed.ts';

/** One row in so many is looked at, by window; 1: every row. */
export type Sample = { readonly baseline: number; readonly incident: number };

/** How many rows the windows hold, and how many of them a check that may sample looks at. */
export type Rows = { readonly baseline: number; readonly incident: number; readonly sample: Sample };

/**
 * Counts the predictions of both windows, in the context's segment. A window with more rows than the configuration's
 * `rows_per_window` is sampled so that about that many are looked at.
 */
export function* countRows(context: Pick<CheckContext, 'model' | 'windows' | 'segment'>): Inquiry<Rows> {
  const { before, after } = windowsOn(context, context.model.predictions.time);
  const answers = yield {
    rows: {
      kind: 'aggregate',
      from: table('predictions'),
      where: [any(before, after), ...inSegment(context)],
      by: {},
      measures: { before: countIf(before), after: countIf(after) },
    },
  };
  const [row] = rowsOrNone(answers, 'rows');
  const [baseline, incident] = [countOf(row?.['before']), countOf(row?.['after'])];
  const most = context.model.rows_per_window;
  const sample = { baseline: stepFor(baseline, most), incident: stepFor(incident, most) };
  return { baseline, incident, sample };
}

/** One row in so many leaves at least `most` of `rows`. */
export function stepFor(rows: number, most: number): number {
  return Math.max(1, Math.floor(rows / most));
}

/**
 * Which rows a check that may sample looks at; no condition where it looks at all. They are chosen by the hash of the
 * request's id: the same rows every time, whatever their order, and no value makes a row likelier to be among them.
 */
export function sampledRows(context: CheckContext): readonly Expression[] {
  const { sample } = context;
  if (sample === undefined || (sample.baseline === 1 && sample.incident === 1)) return [];
  const { id, time } = context.model.predictions;
  const { before, after } = windowsOn(context, time);
  return [
    any(all(before, oneIn(column(id), sample.baseline)), all(after, oneIn(column(id), sample.incident))),
  ];
}

/** `1 row in 10 before, 1 in 4 since`; null when every row was looked at. */
export function sampleWords({ baseline, incident }: Sample): string | null {
  if (baseline === 1 && incident === 1) return null;
  const since = incident === 1 ? 'every row since' : `1 in ${incident} since`;
  return baseline === 1 ? `every row before, ${since}` : `1 row in ${baseline} before, ${since}`;
}
