import type { Aggregate, Cell, Expression } from '../../sql/aggregate.ts';
import { any, column, countIf, table } from '../../sql/build.ts';
import { segmentCondition } from '../../symptom/segment-condition.ts';
import type { CheckContext } from '../check.ts';
import type { BinCounts } from '../compare/compare-categories.ts';
import type { Answers } from '../question.ts';
import { countOf, rowsOf, textOf } from '../read-answers.ts';
import { windowsOn } from '../windowed.ts';

/** Rows of the predictions by bin in both windows, restricted to the context's segment. */
export function binQuestion(context: CheckContext, bin: Expression): Aggregate {
  const { before, after } = windowsOn(context, context.model.predictions.time);
  const segment = segmentCondition(context.segment, (name) => column(name));
  return {
    kind: 'aggregate',
    from: table('predictions'),
    where: [any(before, after), ...(segment === undefined ? [] : [segment])],
    by: { bin },
    measures: { before: countIf(before), after: countIf(after) },
  };
}

/** The bins that came back, by what `nameOf` calls them; a null bin counts as `null`. The reason when the source did not answer. */
export function readBins(
  answers: Answers,
  name: string,
  nameOf: (bin: Cell) => Cell = (bin) => bin,
): BinCounts | { readonly reason: string } {
  const read = rowsOf(answers, name);
  if (read.kind === 'not-read') return { reason: read.reason };
  const counts = new Map<string, { before: number; after: number }>();
  for (const row of read.rows) {
    const bin = textOf(nameOf(row['bin'] ?? null)) ?? 'null';
    const known = counts.get(bin) ?? { before: 0, after: 0 };
    known.before += countOf(row['before']);
    known.after += countOf(row['after']);
    counts.set(bin, known);
  }
  return counts;
}

/** Rows in the bins of one window. */
export function rowsIn(counts: BinCounts, window: 'before' | 'after'): number {
  return [...counts.values()].reduce((sum, each) => sum + each[window], 0);
}
