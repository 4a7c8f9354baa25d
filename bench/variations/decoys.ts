import type { ChangeDraft } from './fault.ts';

const change = (
  kind: ChangeDraft['kind'],
  component: string,
  title: string,
  from: string | null = null,
  to: string | null = null,
): ChangeDraft => ({
  kind,
  component,
  title,
  from,
  to,
  reversible: kind !== 'data' && kind !== 'campaign',
});

/** Changes that did no harm, of the kinds that a team makes every day; `model` is the model of the incident. */
export const harmless = (model: string): readonly ChangeDraft[] => [
  change('code', 'scoring-service', 'Scoring service: health endpoint answers faster', '3.3.1', '3.3.2'),
  change('code', 'scoring-service', 'Scoring service: log lines carry the trace id', '3.3.2', '3.3.3'),
  change('code', 'feature-service', 'Feature service: retry budget shared by clients', '2.0.4', '2.0.5'),
  change('code', 'gateway', 'Gateway: headers in one place', '5.1.0', '5.1.1'),
  change('code', 'checkout', 'Checkout: gift cards', '8.40', '8.41'),
  change('code', 'mobile-app', 'App release 8.2.1 to 5 % of devices', '8.2.0', '8.2.1'),
  change('code', model, 'Unit tests for the batch scorer', '0.7.1', '0.7.2'),
  change('config', 'feature-store', 'Connection pool of the online store 32 -> 48', '32', '48'),
  change('config', 'feature-store', 'Metrics of the online store every 15 s', '60s', '15s'),
  change('config', 'scoring-service', 'Access log to the new bucket', 'logs-a', 'logs-b'),
  change('config', 'decision-service', 'Audit trail of decisions kept 90 days', '30d', '90d'),
  change('config', 'autoscaler', 'Scale-down delay 5m -> 10m', '5m', '10m'),
  change('config', 'alert-rules', 'Quiet hours for the staging alerts'),
  change('flag', 'new-footer', 'New footer for a fifth of visitors', '0%', '20%'),
  change('flag', 'exp-onboarding-4', 'Onboarding experiment 4 at 10%', '0%', '10%'),
  change('flag', `${model}-shadow`, `Shadow scoring of ${model} on, answers thrown away`, 'off', 'on'),
  change('infra', 'build-pool', 'Security patch on the build nodes', '6.1.96', '6.1.99'),
  change('infra', 'database', 'Read replica in the second zone'),
  change('infra', 'gpu-pool', 'Driver update on the training node', '550', '555'),
  change('infra', 'ingress', 'TLS ciphers of 2026'),
  change('data', 'warehouse', 'Partitions of last year moved to cold storage'),
  change('data', 'dbt', 'fact_orders: tests for uniqueness'),
  change('data', 'profile-export', 'Profile export: owner in the metadata'),
  change('data', 'label-join', 'Label join: comments in the query'),
  change('campaign', 'marketing', 'Newsletter for loyal customers'),
  change('campaign', 'marketing', 'Banner on the partner site'),
  change('model', 'recommender', 'recommender v42 -> v43', 'v42', 'v43'),
  change('model', 'search-ranking', 'search-ranking v18: weekly retrain', 'v17', 'v18'),
];
