import type { Expression } from '../../sql/aggregate.ts';
import { all, any, column, countIf, table } from '../../sql/build.ts';
import { segmentCondition } from '../../symptom/segment-condition.ts';
import type { CheckContext } from '../check.ts';
import type { Answers, Questions } from '../question.ts';
import type { SharePair } from '../compare/compare-shares.ts';
import { countOf, rowsOf } from '../read-answers.ts';
import { windowsOn } from '../windowed.ts';

/** One kind of row counted for one feature. */
export type FeatureEvent = { readonly feature: string; readonly event: Expression };

/** Counts events of features among the predictions of both windows, a question a feature. Restricted to the context's segment. */
export function featureCounts(context: CheckContext, events: readonly FeatureEvent[]): Questions {
  const { before, after } = windowsOn(context, context.model.predictions.time);
  const segment = segmentCondition(context.segment, (name) => column(name));
  return Object.fromEntries(
    events.map(({ feature, event }) => [
      feature,
      {
        kind: 'aggregate',
        from: table('predictions'),
        where: [any(before, after), ...(segment === undefined ? [] : [segment])],
        by: {},
        measures: {
          before: countIf(before),
          after: countIf(after),
          eventsBefore: countIf(all(before, event)),
          eventsAfter: countIf(all(after, event)),
        },
      },
    ]),
  );
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
  const pairs: SharePair[] = [];
  for (const { feature } of events) {
    const read = rowsOf(answers, feature);
    if (read.kind === 'not-read') return { kind: 'no-pairs', reason: read.reason };
    const [row] = read.rows;
    const [before, after] = [countOf(row?.['before']), countOf(row?.['after'])];
    if (before === 0) return { kind: 'no-pairs', reason: 'no predictions in the baseline window' };
    if (after === 0) return { kind: 'no-pairs', reason: 'no predictions in the incident window' };
    pairs.push({
      subject: { kind: 'feature', name: feature },
      before: { events: countOf(row?.['eventsBefore']), trials: before },
      after: { events: countOf(row?.['eventsAfter']), trials: after },
      words: words(feature),
    });
  }
  return { kind: 'pairs', pairs };
}
