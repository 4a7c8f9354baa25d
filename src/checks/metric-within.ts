import type { Aggregate, Row } from '../sql/aggregate.ts';
import { column } from '../sql/build.ts';
import { metricQuestion } from '../symptom/metric-question.ts';
import { inWindow, metricTally } from '../symptom/metric-tally.ts';
import { metricUnit } from '../symptom/metric-words.ts';
import type { CheckContext } from './check.ts';
import type { Finding } from './evidence.ts';
import { maturelyLabelled, ofSegment, type Maturity } from './mature-labels.ts';
import { compareTallies, metricFloor } from './metric-findings.ts';
import { metricName, modelMetricOf } from './metric-spec.ts';
import { textOf } from './read-answers.ts';

export const WITHIN = 'within the values of the dimension';
const NORMAL_95 = 1.96;

/** The model's metric by window and value of one dimension; null where it cannot be counted. */
export function withinQuestion(
  context: CheckContext,
  dimension: string,
  maturity: Maturity,
): Aggregate | null {
  if (context.model.predictions.label === undefined) return null;
  const question = metricQuestion(
    modelMetricOf(context),
    { before: context.windows.baseline, after: context.windows.incident },
    {
      relation: { kind: 'table', table: 'predictions' },
      of: (name) => column(name),
      time: column(context.model.predictions.time),
      by: { value: column(dimension) },
      where: [...ofSegment(context), ...maturelyLabelled(context, maturity)],
    },
  );
  return 'reason' in question ? null : { ...question, limit: 100_000 };
}

/**
 * Did the metric move for people of one kind, or only because other people came? The differences within each value, weighted by
 * the inverse of their variances (a fixed-effect pooling, as in Hedges and Olkin 1985), so that the mix has no say in it.
 */
export function withinFinding(
  context: CheckContext,
  dimension: string,
  rows: readonly Row[],
): Finding | null {
  const spec = modelMetricOf(context);
  const values = [...new Set(rows.flatMap((row) => textOf(row['value']) ?? []))];
  let [weights, sum, before, after, counted] = [0, 0, 0, 0, 0];
  for (const value of values) {
    const own = rows.filter((row) => textOf(row['value']) === value);
    const { difference } = compareTallies(
      metricTally(spec, inWindow(own, 'before')),
      metricTally(spec, inWindow(own, 'after')),
    );
    if (difference === null || difference.low === null || difference.high === null) continue;
    const error = (difference.high - difference.low) / (2 * NORMAL_95);
    if (!(error > 0)) continue;
    weights += 1 / error ** 2;
    sum += difference.value / error ** 2;
    counted += 1;
    before += inWindow(own, 'before').length;
    after += inWindow(own, 'after').length;
  }
  if (weights === 0) return null;
  const [effect, error] = [sum / weights, Math.sqrt(1 / weights)];
  const [low, high] = [effect - NORMAL_95 * error, effect + NORMAL_95 * error];
  const name = metricName(context, spec.metric, spec.column);
  const floor = metricFloor(spec.metric, { points: 0.01, relative: 0.05 })(0);
  const shifted = (low > 0 || high < 0) && Math.abs(effect) >= floor;
  const moved = `${effect >= 0 ? '+' : '−'}${Math.abs(effect).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
  return {
    subject: { kind: 'metric', name: spec.metric },
    measure: WITHIN,
    unit: metricUnit(spec.metric),
    before: null,
    after: null,
    effect,
    low,
    high,
    nBefore: before,
    nAfter: after,
    test: `inverse-variance pooling of ${counted} values of ${dimension}`,
    p: null,
    adjustedP: null,
    threshold: floor,
    shifted,
    detail: { dimension, values: counted, reach: NORMAL_95 * error },
    sentence: shifted
      ? `within the values of ${dimension} ${name} moved by ${moved}`
      : `within the values of ${dimension} ${name} is as before, ${moved}`,
  };
}
