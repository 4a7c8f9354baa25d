import type { MetricName } from '../alert/metric.ts';
import type { EvidenceView } from './view.ts';

/** Numbers that may move without anybody being worse off: who came, and what the model says of them. */
const HARMLESS: readonly MetricName[] = ['psi', 'mean_score', 'volume', 'label_volume'];

/** Whether a move of this metric is harm by itself. */
export const hurts = (metric: MetricName): boolean => !HARMLESS.includes(metric);

/** People wait or get errors, whatever the alert was about: harm by itself, whoever came and however well the model ranks them. */
export function servingHurt(view: EvidenceView): boolean {
  const { symptom } = view;
  if (symptom !== null && symptom.changed && SERVING.has(symptom.metric)) return true;
  return HURTS_PEOPLE.some((check) => view.check(check)?.verdict.answer === 'shifted');
}

const HURTS_PEOPLE = ['latency-by-stage', 'errors'] as const;

const SERVING: ReadonlySet<string> = new Set([
  'latency_p50',
  'latency_p95',
  'latency_p99',
  'error_rate',
  'fallback_rate',
]);
