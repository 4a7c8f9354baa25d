import { DEFAULT_LEVEL } from '../../statistics/estimate.ts';
import { inverseVarianceMean } from '../../statistics/inverse-variance.ts';
import { criticalValue } from '../../statistics/normal-interval.ts';
import type { Aggregate, Row } from '../../sql/aggregate.ts';
import { column } from '../../sql/build.ts';
import { metricQuestion } from '../../symptom/metric-question.ts';
import { inWindow, metricTally } from '../../symptom/metric-tally.ts';
import { metricUnit } from '../../symptom/metric-words.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../evidence.ts';
import { maturelyLabelled, ofSegment, type Maturity } from '../labels/mature-labels.ts';
import { compareTallies, metricFloor } from './metric-findings.ts';
import { metricName, modelMetricOf } from './metric-spec.ts';
import { textOf } from '../read-answers.ts';

export const WITHIN = 'within the values of the dimension';
/** As large a difference as the metric itself must have to count, unless configured otherwise there. */
const FLOOR = { points: 0.01, relative: 0.05 };

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
 * the inverse of their variances, so that the mix has no say in it.
 */
export function withinFinding(
  context: CheckContext,
  dimension: string,
  rows: readonly Row[],
): Finding | null {
  const spec = modelMetricOf(context);
  const values = [...new Set(rows.flatMap((row) => textOf(row['value']) ?? []))];
  const reach = criticalValue(DEFAULT_LEVEL);
  const within = values.flatMap((value) => {
    const own = rows.filter((row) => textOf(row['value']) === value);
    const [before, after] = [inWindow(own, 'before'), inWindow(own, 'after')];
    const { difference } = compareTallies(metricTally(spec, before), metricTally(spec, after));
    if (difference === null || difference.low === null || difference.high === null) return [];
    const standardError = (difference.high - difference.low) / (2 * reach);
    if (!(standardError > 0)) return [];
    return [{ value: difference.value, standardError, before: before.length, after: after.length }];
  });
  const pooled = inverseVarianceMean(within);
  if (pooled.kind === 'unanswerable') return null;
  const { value: effect, standardError: error, n: counted } = pooled;
  const { low, high } = pooled.interval;
  const before = within.reduce((sum, one) => sum + one.before, 0);
  const after = within.reduce((sum, one) => sum + one.after, 0);
  const name = metricName(context, spec.metric, spec.column);
  const floor = metricFloor(spec.metric, FLOOR)(0);
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
    detail: { dimension, values: counted, reach: reach * error },
    sentence: shifted
      ? `within the values of ${dimension} ${name} moved by ${moved}`
      : `within the values of ${dimension} ${name} is as before, ${moved}`,
  };
}
