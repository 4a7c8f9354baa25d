import type { Alert } from '../alert/alert.ts';
import type { MetricName, SignalKind } from '../alert/metric.ts';
import { homeOf } from '../symptom/metric-home.ts';
import { isModelMetric } from '../alert/metric.ts';
import type { Finding } from '../checks/evidence.ts';
import type { MonitorConfig } from '../config/schema.ts';

type AlertSubject = Pick<Alert, 'signal' | 'metric' | 'column'>;

/** What an alert of this monitor is about, in the words that every other alert uses. */
export function alertSubject(monitor: MonitorConfig, finding: Finding | null): AlertSubject {
  const { metric, check } = monitor;
  const feature = finding?.subject.kind === 'feature' ? finding.subject.name : null;
  if (metric !== undefined) return { signal: signalOfMetric(metric), metric, column: monitor.column ?? null };
  switch (check) {
    case 'null-rate':
      return { signal: 'data-quality', metric: 'null_rate', column: feature };
    case 'freshness':
    case 'feature-store':
      return { signal: 'data-quality', metric: 'freshness', column: feature };
    case 'categories':
    case 'feature-drift':
      return { signal: 'drift', metric: 'psi', column: finding?.subject.name ?? null };
    case 'prediction-drift':
      return { signal: 'drift', metric: 'mean_score', column: null };
    case 'volume':
      return { signal: 'service-health', metric: 'volume', column: null };
    case 'latency-by-stage':
      return { signal: 'service-health', metric: 'latency_p95', column: null };
    case 'errors':
      return { signal: 'service-health', metric: 'error_rate', column: null };
    case 'utilization':
    case 'restarts':
      return { signal: 'service-health', metric: null, column: null };
    case 'threshold':
      return { signal: signalOfMetric('decision_rate'), metric: 'decision_rate', column: null };
    case 'routing':
      return { signal: 'model-metric', metric: null, column: null };
    case 'fallback':
      return { signal: 'service-health', metric: 'fallback_rate', column: null };
    case 'business-impact':
      return { signal: 'business-kpi', metric: 'kpi', column: null };
    case 'labels':
      return { signal: 'data-quality', metric: 'label_rate', column: null };
    case 'model-metric':
    case 'golden-replay':
    case 'shadow-compare':
    case 'calibration':
    case 'version-compare':
      return { signal: 'model-metric', metric: null, column: null };
    // What it does to the model is measured by the model's own metric.
    case undefined:
    default:
      return { signal: 'data-quality', metric: null, column: null };
  }
}

export function signalOfMetric(metric: MetricName): SignalKind {
  if (isModelMetric(metric)) return 'model-metric';
  if (metric === 'psi' || metric === 'mean_score') return 'drift';
  switch (homeOf(metric)) {
    case 'business':
      return 'business-kpi';
    case 'requests':
      return 'service-health';
    case 'predictions':
    case 'feature_reads':
      return metric === 'volume' ? 'service-health' : 'data-quality';
  }
}
