import type { MetricName } from '../alert/metric.ts';

/** Numbers that may move without anybody being worse off: who came, and what the model says of them. */
const HARMLESS: readonly MetricName[] = ['psi', 'mean_score', 'volume', 'label_volume'];

/** Whether a move of this metric is harm by itself. */
export const hurts = (metric: MetricName): boolean => !HARMLESS.includes(metric);
