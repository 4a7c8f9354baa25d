import type { Alert } from '../../src/alert/alert.ts';

/** An alert that the AUC of churn is low, and what is different about it. */
export function anAlert(changes: Partial<Alert> = {}): Alert {
  return {
    source: 'alertmanager',
    status: 'firing',
    fingerprint: 'f1',
    model: 'churn',
    signal: 'model-metric',
    metric: 'auc',
    column: null,
    segment: {},
    severity: 'warning',
    title: 'AUC of churn is 0.78',
    summary: '',
    value: 0.78,
    baseline: 0.86,
    startedAt: new Date('2026-03-09T14:05:00Z'),
    endedAt: null,
    links: [],
    ...changes,
  };
}
