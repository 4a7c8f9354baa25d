import type { Alert } from '../alert/alert.ts';
import type { MetricName } from '../alert/metric.ts';
import { HYPOTHESES } from './list.ts';
import type { HypothesisId } from './vocabulary.ts';

const OF_FEATURES: readonly HypothesisId[] = [
  'external.demand',
  'data.labels',
  'model.weights',
  'model.calibration',
  'config.threshold',
  'config.routing',
];
/** Labels come whatever was served. */
const OF_LABEL_VOLUME: readonly HypothesisId[] = HYPOTHESES.map(({ id }) => id).filter(
  (id) => id !== 'data.labels' && id !== 'external.demand' && !id.startsWith('infra.'),
);
const OF_SCORES: readonly HypothesisId[] = ['external.demand', 'data.labels', 'config.threshold'];
const OF_DECISIONS: readonly HypothesisId[] = ['external.demand', 'data.labels'];
const OF_SERVING: readonly HypothesisId[] = ['data.labels', 'config.threshold', 'data.drift'];
/**
 * What cannot move the metric because it works behind it: requests bring features, features scores, scores decisions, and labels come
 * last; the business is counted without them. More people alone move counts and waiting, and neither shares nor means.
 */
const OUT_OF_REACH: Readonly<Partial<Record<MetricName, readonly HypothesisId[]>>> = {
  // Another scale keeps the order.
  auc: ['external.demand', 'config.threshold', 'model.calibration'],
  log_loss: ['external.demand', 'config.threshold'],
  brier: ['external.demand', 'config.threshold'],
  label_volume: OF_LABEL_VOLUME,
  label_rate: ['external.demand', 'config.threshold'],
  freshness: OF_FEATURES,
  null_rate: OF_FEATURES,
  mean_score: OF_SCORES,
  decision_rate: OF_DECISIONS,
  kpi: OF_DECISIONS,
  volume: ['data.labels', 'config.threshold'],
  latency_p50: OF_SERVING,
  latency_p95: OF_SERVING,
  latency_p99: OF_SERVING,
  error_rate: OF_SERVING,
  fallback_rate: OF_SERVING,
};

/**
 * The hypotheses that cannot move what the alert watches. `metric` is null where nobody knows the alert's name for it: a business KPI goes
 * by the name that the team gave it. A PSI is of a feature where the alert names one, and of the scores otherwise.
 */
export function outOfReachOf(metric: MetricName | null, alert: Alert | null): readonly HypothesisId[] {
  if (metric === null) return alert?.signal === 'business-kpi' ? OF_DECISIONS : [];
  if (metric === 'psi') return alert?.column === null ? OF_SCORES : OF_FEATURES;
  return OUT_OF_REACH[metric] ?? [];
}
