import type { MetricName } from '../alert/metric.ts';
import type { Aggregate, Expression, Measure } from '../sql/aggregate.ts';
import {
  abs,
  all,
  any,
  caseWhen,
  count,
  countIf,
  during,
  eq,
  gt,
  gte,
  isIn,
  isNotNull,
  isNull,
  ln,
  lt,
  minus,
  not,
  number,
  numberBin,
  sum,
  sumOfSquares,
  text,
  timeBin,
  times,
} from '../sql/build.ts';
import { hasClassScores } from '../sql/class-columns.ts';
import type { Window } from '../time/window.ts';
import type { ColumnOf } from './carrier.ts';
import { classNamed } from './class-metric.ts';
import { countedOfClasses, noScores } from './class-question.ts';
import { oneClassOf } from './one-class.ts';
import type { MetricSpec, Place } from './metric-home.ts';
import { latencyOf, isError } from './serving-carriers.ts';

/** Edges of score bins, equal on the logit scale: fine where scores of rare outcomes crowd. */
export const scoreEdges: readonly number[] = Array.from(
  { length: 199 },
  (_, k) => 1 / (1 + Math.exp(-(-7 + (14 * (k + 1)) / 200))),
);

/** Edges of latency bins in milliseconds: each 5 % wider than the last, from 1 ms to about a minute. */
export const latencyEdges: readonly number[] = Array.from({ length: 226 }, (_, k) => 1.05 ** k);

/** Hours for volume: a rate per hour is what people speak of. */
const VOLUME_SECONDS = 3600;

/** What a metric counts: keys to group by inside a window, measures, and the rows that matter. */
export type Counted = {
  readonly keys: Readonly<Record<string, Expression>>;
  readonly measures: Readonly<Record<string, Measure>>;
  readonly where: readonly Expression[];
  /** Keys that are grouped by apart from each other; without it all are grouped by together. */
  readonly apart?: readonly (readonly string[])[];
};

/** One aggregate that counts the metric in both windows, or the reason why it cannot be counted. */
export function metricQuestion(
  spec: MetricSpec,
  windows: { readonly before: Window; readonly after: Window },
  place: Place,
): Aggregate | { readonly reason: string } {
  const counted = countedOf(spec, place);
  if ('reason' in counted) return counted;
  const window = caseWhen(
    [
      [during(place.time, windows.before), 'before'],
      [during(place.time, windows.after), 'after'],
    ],
    null,
  );
  const inner = counted.apart ?? [Object.keys(counted.keys)];
  const outer = place.sets ?? [Object.keys(place.by)];
  const grouped = counted.apart !== undefined || place.sets !== undefined;
  return {
    kind: 'aggregate',
    from: place.relation,
    where: [
      any(during(place.time, windows.before), during(place.time, windows.after)),
      ...place.where,
      ...counted.where,
    ],
    by: { window, ...counted.keys, ...place.by },
    ...(grouped ? { sets: outer.flatMap((names) => inner.map((own) => ['window', ...own, ...names])) } : {}),
    measures: counted.measures,
  };
}

function countedOf(spec: MetricSpec, place: Place): Counted | { readonly reason: string } {
  if (spec.model.task === 'multiclass') {
    const name = classNamed(spec.model, spec.metric, spec.column);
    if (name !== null && spec.metric === 'auc' && !hasClassScores(spec.model)) return noScores;
    if (name !== null)
      return countedOf({ ...spec, model: oneClassOf(spec.model, name), column: null }, place);
    const several = countedOfClasses(spec, place);
    if (several !== null) return several;
  }
  const { metric, model } = spec;
  const { predictions } = model;
  const { of } = place;
  const score = number(of(predictions.score));
  const { label, decision } = predictions;
  switch (metric) {
    case 'auc':
      return label === undefined
        ? noLabel
        : {
            keys: { bin: numberBin(score, scoreEdges) },
            measures: {
              p: countIf(gte(number(of(label.column)), 0.5)),
              n: countIf(lt(number(of(label.column)), 0.5)),
            },
            where: [isNotNull(of(label.column)), isNotNull(score)],
          };
    case 'log_loss':
    case 'brier':
    case 'mae':
    case 'rmse':
    case 'label_rate': {
      if (label === undefined) return noLabel;
      return {
        keys: {},
        ...moments(lossOf(metric, score, number(of(label.column)))),
        where: [isNotNull(of(label.column))],
      };
    }
    case 'accuracy':
    case 'precision':
    case 'recall':
    case 'f1':
    case 'macro_f1': {
      if (label === undefined) return noLabel;
      if (decision === undefined) return { reason: 'the configuration names no decision column' };
      const yes = gte(number(of(decision)), 0.5);
      const positive = gte(number(of(label.column)), 0.5);
      return {
        keys: {},
        measures: {
          tp: countIf(all(yes, positive)),
          fp: countIf(all(yes, not(positive))),
          fn: countIf(all(not(yes), positive)),
          tn: countIf(all(not(yes), not(positive))),
        },
        where: [isNotNull(of(label.column)), isNotNull(of(decision))],
      };
    }
    case 'mean_score':
      return { keys: {}, ...moments(score), where: [isNotNull(score)] };
    case 'decision_rate':
      return decision === undefined
        ? { reason: 'the configuration names no decision column' }
        : share(gte(number(of(decision)), 0.5), [isNotNull(of(decision))]);
    case 'null_rate':
      return spec.column === null ? noColumn(metric) : share(isNull(of(spec.column)), []);
    case 'psi': {
      const name = spec.column ?? predictions.score;
      return { keys: { value: categoryOf(name, spec, of) }, measures: { n: count() }, where: [] };
    }
    case 'volume':
    case 'label_volume':
      return { keys: { hour: timeBin(place.time, VOLUME_SECONDS) }, measures: { n: count() }, where: [] };
    case 'latency_p50':
    case 'latency_p95':
    case 'latency_p99': {
      const whole = latencyOf(model, of);
      if (whole === null) return { reason: 'the configuration names neither stages nor a latency column' };
      // Bins on the logarithm: 5 % wide each, found by arithmetic instead of 226 comparisons.
      const bin: Expression = {
        kind: 'function',
        name: 'floor',
        of: {
          kind: 'arithmetic',
          operator: '/',
          left: ln(caseWhen([[lt(whole, 1), 1]], whole)),
          right: { kind: 'literal', value: Math.log(1.05) },
        },
      };
      return { keys: { bin }, measures: { n: count() }, where: [isNotNull(whole)] };
    }
    case 'error_rate': {
      const error = isError(model);
      return error === null
        ? { reason: 'the configuration names neither a status nor an error column of requests' }
        : share(error(of), []);
    }
    case 'fallback_rate': {
      const fallback = model.requests?.fallback;
      return fallback === undefined
        ? { reason: 'the configuration names no fallback column of requests' }
        : share(eq(number(of(fallback)), 1), []);
    }
    case 'kpi': {
      const kpi = model.business?.kpi;
      if (kpi === undefined) return { reason: 'the configuration names no business KPI' };
      return {
        keys: {},
        measures: { events: sum(of(kpi.numerator)), trials: sum(of(kpi.denominator)) },
        where: [],
      };
    }
    case 'freshness': {
      const reads = model.feature_reads;
      if (reads === undefined) return { reason: 'the configuration names no feature_reads table' };
      return {
        keys: {},
        ...moments(number(of(reads.age))),
        where: spec.column === null ? [] : [eq(of(reads.feature), spec.column)],
      };
    }
  }
}

export const noLabel = { reason: 'the configuration names no label column' } as const;

function noColumn(metric: MetricName) {
  return { reason: `${metric} needs a column, and the alert named none` } as const;
}

export function moments(value: Expression): Pick<Counted, 'measures'> {
  return {
    measures: { n: countIf(isNotNull(value)), sum: sum(value), squares: sumOfSquares(value) },
  };
}

export function share(event: Expression, where: readonly Expression[]): Counted {
  return { keys: {}, measures: { events: countIf(event), trials: count() }, where };
}

export const leastProbability = 1e-15;

function lossOf(
  metric: 'log_loss' | 'brier' | 'mae' | 'rmse' | 'label_rate',
  score: Expression,
  label: Expression,
): Expression {
  const error = minus(score, label);
  switch (metric) {
    case 'log_loss': {
      const right = caseWhen([[gte(label, 0.5), score]], minus(1, score));
      return minus(0, ln(caseWhen([[lt(right, leastProbability), leastProbability]], right)));
    }
    case 'brier':
    case 'rmse':
      return times(error, error);
    case 'mae':
      return abs(error);
    case 'label_rate':
      return label;
  }
}

/** A value's bin: null, an unseen value and what lies out of the baseline's range are bins of their own. */
export function categoryOf(name: string, spec: Pick<MetricSpec, 'profile'>, of: ColumnOf): Expression {
  const { profile } = spec;
  const value = of(name);
  if (profile === null)
    return text(
      numberBin(
        number(value),
        scoreEdges.filter((_, k) => k % 20 === 19),
      ),
    );
  switch (profile.kind) {
    case 'category':
      return caseWhen(
        [
          [isNull(value), 'null'],
          [isIn(text(value), profile.values), { kind: 'text', of: value }],
        ],
        'unseen',
      );
    case 'number':
      return caseWhen(
        [
          [isNull(value), 'null'],
          [lt(number(value), profile.min), 'below'],
          [gt(number(value), profile.max), 'above'],
        ],
        text(numberBin(number(value), profile.edges)),
      );
  }
}
