import type { Alert } from '../alert/alert.ts';
import type { MetricName } from '../alert/metric.ts';
import { readMetric } from '../alert/metric-words.ts';
import type { ModelConfig } from '../config/schema.ts';

/** The metric an alert speaks of, by its own word, else by the model's configured metric, else by its kind of signal. */
export function whichMetric(model: ModelConfig, alert: Alert | null): MetricName {
  const said = alert?.metric ?? null;
  if (said !== null) {
    const read = readMetric(said, model.business?.kpi.name ?? null);
    if (read.metric !== null) return read.metric;
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
      return alert.column === null ? 'mean_score' : 'psi';
    case 'service-health':
      return model.requests === undefined ? usual : 'latency_p95';
    case 'business-kpi':
      return model.business === undefined ? usual : 'kpi';
  }
}

function usualMetric(model: ModelConfig): MetricName {
  if (model.predictions.label === undefined) return 'mean_score';
  return model.task === 'regression' ? 'mae' : 'auc';
}
