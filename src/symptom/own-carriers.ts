import { isModelMetric } from '../alert/metric.ts';
import type { MetricName } from '../alert/metric.ts';
import type { Carrier } from './carrier.ts';

/** The carrier is the metric itself or one of its parts: it must have moved if the metric did. */
export function isOwn(carrier: Carrier, metric: MetricName, column: string | null): boolean {
  const { id, subject } = carrier;
  if (isModelMetric(metric)) return subject.kind === 'label';
  switch (metric) {
    case 'label_rate':
      return subject.kind === 'label';
    case 'mean_score':
      return id.startsWith('score:');
    case 'decision_rate':
      return id === 'decision' || id.startsWith('predicted:');
    case 'null_rate':
      return id === `null:${column ?? ''}`;
    case 'psi':
      return column === null
        ? id.startsWith('score:') || id.startsWith('predicted:')
        : (id.endsWith(`:${column}`) && carrier.source === 'predictions') ||
            (subject.kind === 'segment' && subject.name === column);
    case 'freshness':
      return column === null ? id.startsWith('age:') : id === `age:${column}`;
    case 'volume':
      return id === 'volume';
    case 'label_volume':
      return id === 'label-arrivals';
    case 'latency_p50':
    case 'latency_p95':
    case 'latency_p99':
      return subject.kind === 'stage';
    case 'error_rate':
      return id === 'errors';
    case 'fallback_rate':
      return id === 'fallback';
    case 'kpi':
      return id === 'kpi';
  }
}
