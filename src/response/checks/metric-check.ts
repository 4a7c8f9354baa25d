import { isModelMetric } from '../../alert/metric.ts';
import type { MetricName } from '../../alert/metric.ts';

/** The check that measures a symptom's metric again; null when none does. */
export function metricCheck(metric: MetricName): string | null {
  if (isModelMetric(metric)) return 'model-metric';
  switch (metric) {
    case 'mean_score':
      return 'prediction-drift';
    case 'decision_rate':
      return 'threshold';
    case 'label_rate':
    case 'label_volume':
      return 'labels';
    case 'null_rate':
      return 'null-rate';
    case 'psi':
      return 'feature-drift';
    case 'freshness':
      return 'freshness';
    case 'volume':
      return 'volume';
    case 'latency_p50':
    case 'latency_p95':
    case 'latency_p99':
      return 'latency-by-stage';
    case 'error_rate':
      return 'errors';
    case 'fallback_rate':
      return 'fallback';
    case 'kpi':
      return 'business-impact';
  }
}
