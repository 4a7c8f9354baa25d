import { column, countIf, table } from '../../sql/build.ts';
import { PREDICTED_CLASS } from '../../sql/class-columns.ts';
import type { CheckContext } from '../check.ts';
import type { Inquiry } from '../inquiry.ts';
import { countOf, rowsOrNone, textOf } from '../read-answers.ts';
import { inSegment, windowsOn } from '../windowed.ts';

/** Each class costs questions of its own: so many are looked at one by one. */
export const MOST_CLASSES = 20;

/**
 * The classes to look at one by one where a model has more than can be: those predicted most often, before and since alike, as
 * a class that came or went with the incident is as telling as one that was always there. In the order of the configuration; undefined
 * where all are looked at, or where it could not be counted.
 */
export function* commonClasses(
  context: Pick<CheckContext, 'model' | 'windows' | 'segment'>,
): Inquiry<readonly string[] | undefined> {
  const { classes = [], time } = context.model.predictions;
  if (context.model.task !== 'multiclass' || classes.length <= MOST_CLASSES) return undefined;
  const { before, after } = windowsOn(context, time);
  const answers = yield {
    classes: {
      kind: 'aggregate',
      from: table('predictions'),
      where: inSegment(context),
      by: { class: column(PREDICTED_CLASS) },
      measures: { before: countIf(before), after: countIf(after) },
    },
  };
  const rows = rowsOrNone(answers, 'classes').filter((row) => classes.includes(textOf(row['class']) ?? ''));
  if (rows.length === 0) return undefined;
  const total = (key: string): number =>
    Math.max(
      1,
      rows.reduce((sum, row) => sum + countOf(row[key]), 0),
    );
  const totals = { before: total('before'), after: total('after') };
  const shares = new Map(
    rows.map((row) => [
      textOf(row['class']),
      Math.max(countOf(row['before']) / totals.before, countOf(row['after']) / totals.after),
    ]),
  );
  const share = (name: string): number => shares.get(name) ?? 0;
  const common = new Set(classes.toSorted((a, b) => share(b) - share(a)).slice(0, MOST_CLASSES));
  return classes.filter((name) => common.has(name));
}
