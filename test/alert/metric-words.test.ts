import { expect, test } from 'vitest';
import { MetricName } from '../../src/alert/metric.ts';
import { readMetric, signalOf } from '../../src/alert/metric-words.ts';

test.each([
  ['ModelAucLow', 'auc'],
  ['auc', 'auc'],
  ['roc_auc', 'auc'],
  ['AUROC', 'auc'],
  ['LogLoss', 'log_loss'],
  ['logloss', 'log_loss'],
  ['cross-entropy', 'log_loss'],
  ['BrierScore', 'brier'],
  ['F1Score', 'f1'],
  ['true_positive_rate', 'recall'],
  ['mean absolute error', 'mae'],
  ['p95', 'latency_p95'],
  ['latency_p95_ms', 'latency_p95'],
  ['P99LatencyHigh', 'latency_p99'],
  ['median latency', 'latency_p50'],
  ['ServingLatencyHigh', 'latency_p95'],
  ['http_5xx', 'error_rate'],
  ['error rate', 'error_rate'],
  ['RequestTimeouts', 'error_rate'],
  ['fallback_rate', 'fallback_rate'],
  ['null_rate', 'null_rate'],
  ['MissingValues', 'null_rate'],
  ['psi', 'psi'],
  ['FeatureDriftHigh', 'psi'],
  ['kl_divergence', 'psi'],
  ['prediction drift', 'mean_score'],
  ['ScoreShift', 'mean_score'],
  ['Mean score of churn is 0.1', 'mean_score'],
  ['approval_rate', 'decision_rate'],
  ['FeatureFreshness', 'freshness'],
  ['stale features', 'freshness'],
  ['qps', 'volume'],
  ['conversion', 'kpi'],
  ['CTR', 'kpi'],
  ['click-through rate', 'kpi'],
  ['BusinessKpiLow', 'kpi'],
  ['renewal rate', 'kpi'],
  ['RenewalRateLow', 'kpi'],
])('%s means %s', (word, metric) => {
  const reading = readMetric(word, 'renewal_rate');
  expect(reading.metric).toBe(metric);
  expect(reading.reason).toContain(metric);
});

test.each([
  ['calibration_error', 'model-metric'],
  ['pr_auc', 'model-metric'],
  ['false positive rate', 'model-metric'],
  ['SchemaChange', 'data-quality'],
  ['column weirdness', 'data-quality'],
  ['distribution looks odd', 'drift'],
  ['GpuSaturation', 'service-health'],
  ['endpoint is down', 'service-health'],
  ['revenue', 'business-kpi'],
  ['flux capacitance', 'model-metric'],
  ['', 'model-metric'],
])('%s is no metric of ours, and %s is the best guess', (word, signal) => {
  expect(readMetric(word, null)).toMatchObject({ metric: null, signal });
});

test('a business KPI of a model that has none configured cannot be measured, and the reason says so', () => {
  expect(readMetric('conversion', null)).toMatchObject({
    metric: null,
    signal: 'business-kpi',
    reason: expect.stringContaining('none configured') as unknown,
  });
});

test('the longest phrase wins, then the earliest', () => {
  expect(readMetric('errors doubled: log loss is up', null).metric).toBe('log_loss');
  expect(readMetric('AUC low after renewal', 'renewal').metric).toBe('auc');
  expect(readMetric('renewal fell, AUC is fine', 'renewal').metric).toBe('kpi');
});

test('words far apart are no phrase', () => {
  expect(readMetric('an error in the one place where nobody expects a rate', null).phrase).toBe('error');
});

test('every metric the bot can measure has a signal and is understood by its own name', () => {
  for (const metric of MetricName.options) {
    expect(readMetric(metric, 'renewals')).toMatchObject({ metric, signal: signalOf[metric] });
  }
});
