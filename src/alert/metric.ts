import { z } from 'zod';

/** What kind of thing an alert speaks about: the guide's signal kinds, and a person's complaint. */
export const SignalKind = z.enum([
  'model-metric',
  'data-quality',
  'drift',
  'service-health',
  'business-kpi',
  'complaint',
]);
export type SignalKind = z.infer<typeof SignalKind>;

/** Metrics the bot can measure by itself. `kpi` is the model's configured business KPI, whatever its name. */
export const MetricName = z.enum([
  'auc',
  'log_loss',
  'brier',
  'accuracy',
  'precision',
  'recall',
  'f1',
  'macro_f1',
  'mean_score',
  'decision_rate',
  'label_rate',
  'label_volume',
  'mae',
  'rmse',
  'null_rate',
  'psi',
  'freshness',
  'volume',
  'latency_p50',
  'latency_p95',
  'latency_p99',
  'error_rate',
  'fallback_rate',
  'kpi',
]);
export type MetricName = z.infer<typeof MetricName>;

/** Metrics of how well the model predicts: they need labels. */
const ModelMetricName = MetricName.extract([
  'auc',
  'log_loss',
  'brier',
  'accuracy',
  'precision',
  'recall',
  'f1',
  'macro_f1',
  'mae',
  'rmse',
]);
export type ModelMetricName = z.infer<typeof ModelMetricName>;

const modelMetrics: ReadonlySet<MetricName> = new Set(ModelMetricName.options);

/** Does the metric say how well the model predicts, so that labels are needed? */
export function isModelMetric(metric: MetricName): metric is ModelMetricName {
  return modelMetrics.has(metric);
}
