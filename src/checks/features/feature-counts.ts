import type { Expression, Measure } from '../../sql/aggregate.ts';
import { all, any, column, count, countIf, table } from '../../sql/build.ts';
import { segmentCondition } from '../../symptom/segment-condition.ts';
import type { CheckContext } from '../check.ts';
import type { Answers, Questions } from '../question.ts';
import type { SharePair } from '../compare/compare-shares.ts';
import { countOf, rowsOf } from '../read-answers.ts';
import { windowsOn } from '../windowed.ts';

/** One kind of row counted for one feature. */
export type FeatureEvent = { readonly feature: string; readonly event: Expression };

/** Counts events of features among the predictions of both windows, in one scan. Restricted to the context's segment. */
export function featureCounts(context: CheckContext, events: readonly FeatureEvent[]): Questions {
  if (events.length === 0) return {};
  const { before, after } = windowsOn(context, context.model.predictions.time);
  const measures: Record<string, Measure> = { before: countIf(before), after: countIf(after), rows: count() };
  events.forEach(({ event }, i) => {
    measures[`b${i}`] = countIf(all(before, event));
    measures[`a${i}`] = countIf(all(after, event));
  });
  const segment = segmentCondition(context.segment, (name) => column(name));
  return {
    features: {
      kind: 'aggregate',
      from: table('predictions'),
      where: [any(before, after), ...(segment === undefined ? [] : [segment])],
      by: {},
      measures,
    },
  };
}

export type FeaturePairs =
  | { readonly kind: 'pairs'; readonly pairs: readonly SharePair[] }
  | { readonly kind: 'no-pairs'; readonly reason: string };

/** The counted events as shares before and after; the reason when a window is empty or the source did not answer. */
export function featurePairs(
  answers: Answers,
  events: readonly FeatureEvent[],
  words: (feature: string) => SharePair['words'],
): FeaturePairs {
  const read = rowsOf(answers, 'features');
  if (read.kind === 'not-read') return { kind: 'no-pairs', reason: read.reason };
  const [row] = read.rows;
  const [before, after] = [countOf(row?.['before']), countOf(row?.['after'])];
  if (before === 0) return { kind: 'no-pairs', reason: 'no predictions in the baseline window' };
  if (after === 0) return { kind: 'no-pairs', reason: 'no predictions in the incident window' };
  return {
    kind: 'pairs',
    pairs: events.map(({ feature }, i) => ({
      subject: { kind: 'feature', name: feature },
      before: { events: countOf(row?.[`b${i}`]), trials: before },
      after: { events: countOf(row?.[`a${i}`]), trials: after },
      words: words(feature),
    })),
  };
}
