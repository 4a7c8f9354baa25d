import type { Evidence, Finding, Subject } from '../../src/checks/evidence.ts';
import { parseConfig } from '../../src/config/load.ts';
import type { ModelConfig } from '../../src/config/schema.ts';
import type { Alert } from '../../src/alert/alert.ts';
import type { Symptom } from '../../src/symptom/symptom.ts';

const at = (time: string): Date => new Date(`2026-03-09T${time}:00Z`);

const windows = {
  baseline: { from: new Date('2026-03-02T14:00:00Z'), to: at('14:00') },
  incident: { from: at('14:10'), to: at('18:00') },
  onset: at('14:05'),
  now: at('18:00'),
};

export const alert: Alert = {
  source: 'alertmanager',
  status: 'firing',
  fingerprint: 'f1',
  model: 'clicks',
  signal: 'model-metric',
  metric: 'auc',
  column: null,
  segment: {},
  severity: 'critical',
  title: 'AUC of clicks is low',
  summary: '',
  value: 0.78,
  baseline: 0.86,
  startedAt: at('14:35'),
  endedAt: null,
  links: [],
};

const measured = (value: number, half: number) => ({ value, low: value - half, high: value + half, n: 4000 });

export const fallen: Symptom = {
  metric: 'auc',
  label: 'AUC',
  unit: 'score',
  column: null,
  segment: {},
  before: measured(0.86, 0.01),
  after: measured(0.78, 0.02),
  difference: measured(-0.08, 0.02),
  p: 1e-9,
  changed: true,
  onset: { at: at('14:05'), from: at('14:01'), to: at('14:09'), shape: 'step', method: 'likelihood ratio' },
  reason: null,
  windows,
  sentence: 'AUC of clicks fell from 0.86 to 0.78 since 14:05 UTC',
};

export const unmoved: Symptom = {
  ...fallen,
  after: measured(0.86, 0.01),
  difference: measured(0, 0.012),
  p: 0.8,
  changed: false,
  onset: null,
  sentence: 'AUC of clicks is 0.86, as before',
};

export const model: ModelConfig = (() => {
  const { config } = parseConfig(
    `version: 1
sources: { logs: { type: duckdb, path: ./data } }
models:
  clicks:
    predictions: { source: logs, table: predictions, id: id, time: ts, version: v, score: score, decision: d, label: { column: label }, segments: [device, country], features: [device_type, price] }
    feature_reads: { source: logs, table: reads, time: ts }
    offline_features: { source: logs, table: offline, id: id, time: ts }
    requests: { source: logs, table: requests, time: ts, id: id, stages: [embedding_ms, inference_ms] }
    hosts: { source: logs, table: hosts, time: ts }
    changes: { source: logs, table: changes }
`,
    '/made/fishbone.yml',
  );
  const found = config.models['clicks'];
  if (found === undefined) throw new Error('the made configuration has no model');
  return found;
})();

/** A finding that shifted; `more` overrides what matters to a test. */
export function shifted(kind: Subject['kind'], name: string, more: Partial<Finding> = {}): Finding {
  return {
    subject: { kind, name },
    measure: 'share',
    unit: 'share',
    before: 0.005,
    after: 0.18,
    effect: 0.175,
    low: 0.16,
    high: 0.19,
    nBefore: 20_000,
    nAfter: 4000,
    test: 'two-proportion z',
    p: 1e-12,
    adjustedP: 1e-11,
    threshold: 0.01,
    shifted: true,
    sentence: `${name} moved`,
    ...more,
  };
}

let lastId = 0;

/** A check's answer: shifted with these findings, or steady without any. */
export function answered(check: string, findings: readonly Finding[] = []): Evidence {
  lastId += 1;
  const line = findings.map((finding) => finding.sentence).join('; ') || 'as before';
  return {
    id: `E${lastId}`,
    check,
    model: 'clicks',
    parameters: { segment: '{}' },
    windows,
    verdict: {
      answer: findings.some((finding) => finding.shifted) ? 'shifted' : 'steady',
      line,
      findings: [...findings],
    },
    queries: [],
    configHash: 'made',
    version: '0',
    startedAt: windows.now,
    finishedAt: windows.now,
  };
}

/** A recorded change so many minutes before the onset. */
export function changed(
  id: string,
  minutes: number,
  told: { readonly kind: string; readonly component: string; readonly title: string; readonly to?: string },
): Finding {
  return shifted('change', id, {
    measure: 'likelihood ratio of its timing',
    detail: {
      kind: told.kind,
      component: told.component,
      title: told.title,
      from: null,
      to: told.to ?? null,
      reversible: true,
      minutesBeforeOnset: minutes,
      onsetFrom: 4,
      onsetTo: 4,
    },
    sentence: `${id} ${minutes} minutes before the onset`,
  });
}
