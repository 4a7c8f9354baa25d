import type { MetricName } from '../alert/metric.ts';
import type { ModelConfig } from '../config/schema.ts';
import { classNamed } from './class-metric.ts';
import type { Measurement, Symptom } from './symptom.ts';

const NAMES: Readonly<Record<MetricName, string>> = {
  auc: 'AUC',
  log_loss: 'log loss',
  brier: 'Brier score',
  accuracy: 'accuracy',
  precision: 'precision',
  recall: 'recall',
  f1: 'F1',
  macro_f1: 'macro F1',
  mean_score: 'mean score',
  decision_rate: 'decision rate',
  label_rate: 'label rate',
  mae: 'mean absolute error',
  rmse: 'RMSE',
  null_rate: 'null rate',
  psi: 'PSI',
  freshness: 'age of features',
  volume: 'predictions per hour',
  label_volume: 'labels per hour',
  latency_p50: 'p50 latency',
  latency_p95: 'p95 latency',
  latency_p99: 'p99 latency',
  error_rate: 'error rate',
  fallback_rate: 'share of fallback scores',
  kpi: 'business KPI',
};

/** Over several classes: what a metric of one class becomes. */
const SEVERAL: Readonly<Partial<Record<MetricName, string>>> = {
  auc: 'macro AUC',
  f1: 'macro F1',
  precision: 'macro precision',
  recall: 'macro recall',
  mean_score: 'mean score of the predicted class',
  psi: 'PSI of the predicted class',
};

/** What people here call the metric: the KPI's own name, `PSI of country`, `AUC`. */
export function metricLabel(model: ModelConfig, metric: MetricName, column: string | null): string {
  if (metric === 'kpi') return model.business?.kpi.name ?? NAMES.kpi;
  const name = classNamed(model, metric, column);
  if (name !== null) return `${NAMES[metric]} of ${name}`;
  const ofSeveral = model.task === 'multiclass' && column === null ? SEVERAL[metric] : undefined;
  if (ofSeveral !== undefined) return ofSeveral;
  const of = column !== null && ['null_rate', 'psi', 'freshness'].includes(metric) ? ` of ${column}` : '';
  return `${metric === 'freshness' && of !== '' ? 'age' : NAMES[metric]}${of}`;
}

export function metricUnit(metric: MetricName): Symptom['unit'] {
  switch (metric) {
    case 'auc':
    case 'log_loss':
    case 'brier':
    case 'mean_score':
      return 'score';
    case 'accuracy':
    case 'precision':
    case 'recall':
    case 'f1':
    case 'macro_f1':
    case 'decision_rate':
    case 'label_rate':
    case 'null_rate':
    case 'error_rate':
    case 'fallback_rate':
    case 'kpi':
      return 'share';
    case 'latency_p50':
    case 'latency_p95':
    case 'latency_p99':
      return 'ms';
    case 'freshness':
      return 'seconds';
    case 'volume':
    case 'label_volume':
      return 'count';
    case 'psi':
      return 'psi';
    case 'mae':
    case 'rmse':
      return 'value';
  }
}

/** `0.782 (0.770–0.790)` in the metric's own unit. */
export function measurementWords(found: Measurement, unit: Symptom['unit']): string {
  const value = valueWords(found.value, unit);
  if (found.low === null || found.high === null) return value;
  return `${value} (${valueWords(found.low, unit)}–${valueWords(found.high, unit)})`;
}

export function valueWords(value: number, unit: Symptom['unit']): string {
  switch (unit) {
    case 'score':
    case 'psi':
      return value.toFixed(3);
    case 'share':
      return `${(100 * value).toFixed(Math.abs(value) < 0.1 ? 2 : 1)} %`;
    case 'ms':
      return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
    case 'seconds':
      return `${Math.round(value)} s`;
    case 'count':
      return `${Math.round(value)}`;
    case 'value':
      return `${Number(value.toPrecision(4))}`;
  }
}

/** `14:05 UTC`, with the day when it is not the day of `near`. */
export function timeWords(at: Date, near: Date): string {
  const iso = at.toISOString();
  const day = iso.slice(0, 10) === near.toISOString().slice(0, 10) ? '' : `${iso.slice(0, 10)} `;
  return `${day}${iso.slice(11, 16)}`;
}
