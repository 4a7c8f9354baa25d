import type { z } from 'zod';
import type { ModelConfig, MonitorConfig } from '../config/schema.ts';

/** A monitor as it is written in fishbone.yml. */
export type MonitorInput = z.input<typeof MonitorConfig>;

/**
 * Monitors to begin with, for what a model's configuration names: each watches with a check's own thresholds or wider, so that
 * quiet weeks stay quiet: a look every half hour is 1,440 a month, and chance must not bring one of them. Fast ones look at the last
 * hour or two every half hour; what needs a day to be seen at least at six.
 */
export function defaultMonitors(name: string, model: ModelConfig): Readonly<Record<string, MonitorInput>> {
  const often = { cron: '*/30 * * * *', jitter: '2m' };
  const hourly = { cron: '0 * * * *', jitter: '5m' };
  const base = { model: name, schedule: often };
  const set: Record<string, MonitorInput> = {
    nulls: {
      ...base,
      check: 'null-rate',
      window: { incident: '2h' },
      thresholds: { floor: 0.02, alpha: 0.001 },
    },
    range: { ...base, check: 'out-of-range', window: { incident: '2h' }, thresholds: { alpha: 0.001 } },
    categories: { ...base, check: 'categories', window: { incident: '2h' }, thresholds: { alpha: 0.001 } },
    constants: { ...base, check: 'constant', window: { incident: '2h' } },
    volume: {
      ...base,
      check: 'volume',
      window: { incident: '2h' },
      thresholds: { floor: 0.3, alpha: 0.001 },
    },
    'prediction-drift': {
      ...base,
      check: 'prediction-drift',
      window: { incident: '6h' },
      thresholds: { floor: 0.1 },
    },
  };
  if (model.predictions.segments.length > 0)
    set['feature-drift'] = {
      ...base,
      check: 'feature-drift',
      schedule: hourly,
      window: { incident: '6h' },
      quiet_without_harm: { below: 0.25 },
    };
  if (model.predictions.decision !== undefined && model.task !== 'regression')
    set['decisions'] = { ...base, check: 'threshold', window: { incident: '2h' } };
  if (model.predictions.version !== undefined)
    set['routing'] = {
      ...base,
      check: 'routing',
      window: { incident: '1h' },
      thresholds: { floor: 0.1, takeover: 30 },
    };
  if (model.predictions.label !== undefined) {
    set['model-metric'] = {
      ...base,
      check: 'model-metric',
      schedule: hourly,
      window: { incident: '6h' },
      thresholds: { alpha: 0.001 },
      minimum: 200,
      severity: 'critical',
    };
    if (model.task !== 'regression')
      set['labels'] = {
        ...base,
        check: 'labels',
        schedule: hourly,
        window: { incident: '12h' },
        minimum: 200,
      };
  }
  if (model.feature_reads !== undefined) {
    set['freshness'] = {
      ...base,
      check: 'freshness',
      window: { incident: '2h' },
      minimum: 12,
      thresholds: { floor: 0.3 },
    };
    set['feature-store'] = {
      ...base,
      check: 'feature-store',
      window: { incident: '1h' },
      minimum: 12,
      thresholds: { floor: 0.02, alpha: 0.0001 },
    };
  }
  if (model.offline_features !== undefined)
    set['parity'] = {
      ...base,
      check: 'parity',
      top_features: 5,
      schedule: hourly,
      window: { incident: '3h' },
      minimum: 20,
      severity: 'critical',
    };
  if (model.business !== undefined)
    set['kpi'] = {
      ...base,
      check: 'business-impact',
      schedule: hourly,
      window: { incident: '6h' },
      thresholds: { floor: 0.1, visits: 0.3, alpha: 0.0001, segmentAlpha: 0.0001 },
      severity: 'critical',
    };
  if (model.requests !== undefined && model.requests.stages.length > 0)
    set['latency'] = {
      ...base,
      check: 'latency-by-stage',
      window: { incident: '1h' },
      thresholds: { ratio: 1.5, floor: 10, alpha: 0.0001 },
    };
  if (model.requests?.error !== undefined || model.requests?.status !== undefined)
    set['errors'] = {
      ...base,
      check: 'errors',
      window: { incident: '1h' },
      thresholds: { floor: 0.01, alpha: 0.0001 },
    };
  if (model.requests?.fallback !== undefined)
    set['fallback'] = {
      ...base,
      check: 'fallback',
      window: { incident: '1h' },
      thresholds: { floor: 0.03, alpha: 0.00001 },
    };
  if (model.hosts !== undefined) {
    set['saturation'] = {
      ...base,
      check: 'utilization',
      window: { incident: '1h' },
      minimum: 10,
      thresholds: { floor: 0.3, alpha: 0.0001 },
    };
    // Its rows are restarts: none of them is an answer, too.
    set['restarts'] = {
      ...base,
      check: 'restarts',
      window: { incident: '1h' },
      minimum: 0,
      thresholds: { floor: 3 },
    };
  }
  if (model.golden !== undefined && model.pipelines?.current !== undefined)
    set['canary'] = {
      ...base,
      check: 'golden-replay',
      schedule: { cron: '20 */6 * * *', jitter: '5m' },
      minimum: 20,
      severity: 'critical',
    };
  return set;
}
