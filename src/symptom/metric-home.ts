import type { MetricName } from '../alert/metric.ts';
import type { FeatureProfile } from '../checks/features/profile.ts';
import type { ModelConfig } from '../config/schema.ts';
import type { Expression, Relation } from '../sql/aggregate.ts';
import { column, isNotNull, table } from '../sql/build.ts';
import type { ColumnOf } from './carrier.ts';

/** A metric of a model, with the column or the profile it needs. */
export type MetricSpec = {
  readonly metric: MetricName;
  readonly model: ModelConfig;
  /** The feature or segment of null_rate, psi and freshness. */
  readonly column: string | null;
  /** The bins of psi. */
  readonly profile: FeatureProfile | null;
};

/** Where the metric is counted: a relation with the columns of its home table, and what to group by besides. */
export type Place = {
  readonly relation: Relation;
  readonly of: ColumnOf;
  readonly time: Expression;
  readonly by: Readonly<Record<string, Expression>>;
  readonly sets?: readonly (readonly string[])[];
  readonly where: readonly Expression[];
};

export type MetricHome = 'predictions' | 'requests' | 'business' | 'feature_reads';

export function homeOf(metric: MetricName): MetricHome {
  switch (metric) {
    case 'auc':
    case 'log_loss':
    case 'brier':
    case 'accuracy':
    case 'precision':
    case 'recall':
    case 'f1':
    case 'macro_f1':
    case 'mean_score':
    case 'decision_rate':
    case 'label_rate':
    case 'mae':
    case 'rmse':
    case 'null_rate':
    case 'psi':
    case 'volume':
    case 'label_volume':
      return 'predictions';
    case 'latency_p50':
    case 'latency_p95':
    case 'latency_p99':
    case 'error_rate':
    case 'fallback_rate':
      return 'requests';
    case 'kpi':
      return 'business';
    case 'freshness':
      return 'feature_reads';
  }
}

/** The metric's home table without any grouping; the reason when the configuration has none. */
export function homePlace(spec: MetricSpec): Place | { readonly reason: string } {
  const { model } = spec;
  const home = homeOf(spec.metric);
  const time = {
    predictions: model.predictions,
    requests: model.requests,
    business: model.business,
    feature_reads: model.feature_reads,
  }[home]?.time;
  if (time === undefined) return { reason: `the configuration names no ${home} table` };
  if (spec.metric === 'label_volume') {
    // Labels are counted when they come, not when the request was.
    const arrival = model.predictions.label?.known_at;
    return arrival === undefined
      ? { reason: 'the configuration does not say when labels become known (predictions.label.known_at)' }
      : {
          relation: table(home),
          of: (name) => column(name),
          time: column(arrival),
          by: {},
          where: [isNotNull(column(arrival))],
        };
  }
  return { relation: table(home), of: (name) => column(name), time: column(time), by: {}, where: [] };
}
