import type { Alert } from '../alert/alert.ts';
import { readMetric } from '../alert/metric-words.ts';
import type { MetricName } from '../alert/metric.ts';
import { HYPOTHESES } from './list.ts';
import { outOfReachOf } from './out-of-reach.ts';
import type { Category, HypothesisId } from './vocabulary.ts';

type Shares = Readonly<Record<Category | 'none', number>>;

/**
 * Starting beliefs by the kind of symptom: a judgement from published incident studies (Google SRE Workbook, appendix C;
 * Ghosh et al., SoCC 2022), not measured here. Confirmed incidents of the team are to move them.
 */
const QUALITY: Shares = {
  data: 0.25,
  code: 0.2,
  config: 0.15,
  model: 0.15,
  upstream: 0.1,
  infra: 0.08,
  external: 0.05,
  none: 0.02,
};
const SERVING: Shares = {
  infra: 0.3,
  code: 0.2,
  config: 0.17,
  upstream: 0.15,
  external: 0.1,
  data: 0.03,
  model: 0.03,
  none: 0.02,
};
const DRIFT: Shares = {
  external: 0.28,
  data: 0.22,
  config: 0.15,
  upstream: 0.15,
  code: 0.1,
  model: 0.05,
  infra: 0.03,
  none: 0.02,
};
const BUSINESS: Shares = {
  config: 0.22,
  external: 0.2,
  data: 0.15,
  code: 0.13,
  model: 0.13,
  infra: 0.08,
  upstream: 0.07,
  none: 0.02,
};

function sharesFor(alert: Alert | null): Shares {
  switch (alert?.signal) {
    case 'service-health':
      return SERVING;
    case 'drift':
      return DRIFT;
    case 'business-kpi':
      return BUSINESS;
    case 'model-metric':
    case 'data-quality':
    case 'complaint':
    case undefined:
      return QUALITY;
  }
}

/** What a monitor watches is what these faults move first. Metrics that any fault may move are not here. */
const MOVED_BY: Readonly<Partial<Record<MetricName, readonly HypothesisId[]>>> = {
  freshness: ['data.staleness'],
  null_rate: ['data.nulls', 'config.feature-store', 'upstream.outage'],
  label_volume: ['data.labels'],
  label_rate: ['data.labels'],
  decision_rate: ['config.threshold'],
  volume: ['external.demand'],
  fallback_rate: ['infra.timeouts'],
  error_rate: ['infra.restarts', 'infra.timeouts'],
};
/** How many times as likely the alert makes these beside the others of its kind of symptom: a judgement. */
const TELLING = 4;
/** How far a hypothesis that cannot move what the alert watches is believed: two faults may meet, and the alert may be of the other. */
const UNREACHED = 0.1;

/**
 * The prior of each hypothesis, its category's share split evenly and weighed by what the alert watches, and that of "none of
 * these". Sums to 1.
 */
export function priorsFor(alert: Alert | null): {
  readonly of: ReadonlyMap<HypothesisId, number>;
  readonly none: number;
} {
  const shares = sharesFor(alert);
  const sizes = new Map<Category, number>();
  for (const { category } of HYPOTHESES) sizes.set(category, (sizes.get(category) ?? 0) + 1);
  const metric = alert === null || alert.metric === null ? null : readMetric(alert.metric, null).metric;
  const told = (metric === null ? undefined : MOVED_BY[metric]) ?? [];
  const unreached = outOfReachOf(metric, alert);
  const weights = HYPOTHESES.map(({ id, category }) => ({
    id,
    weight:
      (shares[category] / (sizes.get(category) ?? 1)) *
      (told.includes(id) ? TELLING : 1) *
      (unreached.includes(id) ? UNREACHED : 1),
  }));
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  return {
    of: new Map(weights.map(({ id, weight }) => [id, (weight / total) * (1 - shares.none)])),
    none: shares.none,
  };
}
