import type { Alert } from '../alert/alert.ts';
import type { MetricName } from '../alert/metric.ts';
import { readMetric } from '../alert/metric-words.ts';
import type { ModelConfig } from '../config/schema.ts';
import { knowsConfidence } from './class-metric.ts';

/** The metric an alert speaks of, by its own word, else by the model's configured metric, else by its kind of signal. */
export function whichMetric(model: ModelConfig, alert: Alert | null): MetricName {
  const said = alert?.metric ?? null;
  if (said !== null) {
    const read = readMetric(said, model.business?.kpi.name ?? null);
    if (read.metric !== null) return measurable(model, read.metric);
  }
  const usual = model.metric ?? usualMetric(model);
  if (alert === null) return usual;
  switch (alert.signal) {
    case 'model-metric':
    case 'complaint':
      return usual;
    case 'data-quality':
      return alert.column === null ? usual : 'null_rate';
    case 'drift':
      return alert.column === null && model.task !== 'multiclass' ? 'mean_score' : 'psi';
    case 'service-health':
      return model.requests === undefined ? usual : 'latency_p95';
    case 'business-kpi':
      return model.business === undefined ? usual : 'kpi';
  }
}

/** Without scores of classes a drift of predictions shows in which classes are predicted. */
function measurable(model: ModelConfig, metric: MetricName): MetricName {
  const hidden = model.task === 'multiclass' && metric === 'mean_score' && !knowsConfidence(model);
  return hidden ? 'psi' : metric;
}

function usualMetric(model: ModelConfig): MetricName {
  const several = model.task === 'multiclass';
  if (model.predictions.label === undefined) return several ? 'psi' : 'mean_score';
  return several ? 'accuracy' : model.task === 'regression' ? 'mae' : 'auc';
}
