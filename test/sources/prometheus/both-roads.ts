import { askCheck } from '../../../src/checks/ask.ts';
import type { Check, CheckContext } from '../../../src/checks/check.ts';
import { Verdict } from '../../../src/checks/evidence.ts';
import type { Asked } from '../../../src/checks/question.ts';
import { errors } from '../../../src/checks/errors.ts';
import { fallback } from '../../../src/checks/fallback.ts';
import { latencyByStage } from '../../../src/checks/latency-by-stage.ts';
import { restarts } from '../../../src/checks/restarts.ts';
import { utilization } from '../../../src/checks/utilization.ts';
import { FishboneConfig } from '../../../src/config/schema.ts';
import { runInquiry } from '../../../src/response/checks/run-inquiries.ts';
import type { Windows } from '../../../src/time/window.ts';
import { unhurried, warehousesOf } from '../made-tables.ts';

export const infraChecks: readonly Check[] = [latencyByStage, errors, fallback, restarts, utilization];

const predictions = {
  source: 'logs',
  table: 'predictions',
  id: 'request_id',
  time: 'ts',
  score: 'score',
  segments: ['country'],
  features: ['balance'],
};

/** The configuration of a model whose requests and hosts are in tables. */
export const fromTables = (stages: readonly string[]) => ({
  predictions,
  requests: {
    source: 'logs',
    table: 'requests',
    time: 'ts',
    id: 'request_id',
    host: 'host',
    status: 'status',
    error: 'error_type',
    fallback: 'fallback',
    stages,
  },
  hosts: { source: 'logs', table: 'hosts', time: 'ts' },
});

/** The same model, seen through its metrics. */
export const fromMetrics = {
  predictions,
  infra: {
    source: 'metrics',
    labels: { host: 'host', stage: 'stage', status: 'status', error: 'error' },
    requests: 'serving_requests_total',
    fallbacks: 'serving_fallbacks_total',
    latency: { buckets: 'serving_stage_duration_seconds_bucket' },
    restarts: 'host_restarts_total',
    cpu: 'host_cpu_utilization_ratio',
    memory: 'host_memory_utilization_ratio',
    gpu: 'host_gpu_utilization_ratio',
    queue: 'host_queue_depth',
  },
};

export type Road = {
  readonly folder: string;
  readonly url: string;
  readonly model: object;
  readonly windows: Windows;
  readonly source?: object;
  readonly context?: Partial<CheckContext>;
};

/** What a check says, and how it asked. */
export async function verdictOn(
  check: Check,
  { folder, url, model, windows, source = {}, context = {} }: Road,
): Promise<{ readonly verdict: Verdict; readonly asked: readonly Asked[] }> {
  const config = FishboneConfig.parse({
    version: 1,
    sources: {
      logs: { type: 'duckdb', path: './data', threads: 2 },
      metrics: { type: 'prometheus', url, ...source },
    },
    models: { risk: model },
  });
  const known = config.models['risk'];
  if (known === undefined) throw new Error('the model is gone');
  const warehouses = warehousesOf(folder, config);
  try {
    const warehouse = await warehouses.open('risk', windows.now);
    const full: CheckContext = {
      modelName: 'risk',
      model: known,
      windows,
      alert: null,
      symptom: null,
      segment: {},
      profile: [],
      thresholds: {},
      parameters: {},
      ...context,
    };
    const { result, asked } = await runInquiry(askCheck(check, full), warehouse, unhurried.signal);
    return { verdict: Verdict.parse(result), asked };
  } finally {
    await warehouses.close();
  }
}
