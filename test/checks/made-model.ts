import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { askCheck } from '../../src/checks/ask.ts';
import type { Check, CheckContext } from '../../src/checks/check.ts';
import type { Verdict } from '../../src/checks/evidence.ts';
import { profileFeatures } from '../../src/checks/features/profile.ts';
import { ModelConfig } from '../../src/config/schema/model-schema.ts';
import { runInquiry } from '../../src/response/checks/run-inquiries.ts';
import { FishboneConfig } from '../../src/config/schema.ts';
import { folderFor, lay, unhurried, warehousesOf } from '../sources/made-tables.ts';

/** The fault of every made model begins here, half a day before the data end. */
export const onset = new Date('2026-03-09T12:00:00Z');
export const end = new Date('2026-03-10T00:00:00Z');

const started = '2026-03-01T00:00:00';
const secondsApart = 20;

/**
 * SQL for columns of the made model; each may read the columns before it and `broken`, which is true from the onset on. `u1`…`u6` are
 * independent uniform numbers. What is not given is a quiet, calibrated model with two versions of equal worth.
 */
export type Made = {
  readonly country?: string;
  readonly device?: string;
  readonly version?: string;
  /** Uniform on -1..1; the logit of the outcome is 3·income + age − 1. */
  readonly income?: string;
  readonly served?: string;
  readonly chance?: string;
  readonly outcome?: string;
  readonly score?: string;
  readonly label?: string;
  /** Seconds until the label is known; null for never. */
  readonly delay?: string;
  readonly converted?: string;
  readonly fallback?: string;
  readonly failed?: string;
  /** The country column of the training rows. */
  readonly trained?: string;
  /** Rows that exist at all. */
  readonly kept?: string;
};

export type Asked = {
  readonly made?: Made;
  readonly now?: Date;
  readonly onset?: Date;
  readonly model?: (usual: ModelConfigInput) => object;
  readonly context?: (usual: CheckContext) => Partial<CheckContext>;
};

type ModelConfigInput = typeof usualModel;

export const usualModel = {
  predictions: {
    source: 'logs',
    table: 'predictions',
    id: 'request_id',
    time: 'ts',
    version: 'model_version',
    score: 'score',
    decision: 'decision',
    label: { column: 'label', known_at: 'label_ts' },
    segments: ['country', 'device'],
    features: ['income', 'age'],
  },
  reference: { source: 'logs', table: 'training' },
  requests: {
    source: 'logs',
    table: 'requests',
    time: 'ts',
    id: 'request_id',
    version: 'model_version',
    error: 'error_type',
    fallback: 'fallback',
  },
  business: {
    source: 'logs',
    table: 'business',
    time: 'ts',
    kpi: { name: 'conversion', numerator: 'conversions', denominator: 'visits' },
    value: 'revenue',
  },
};

/** Runs one check over a made model, on a real DuckDB over Parquet. */
export async function verdictOn(check: Check, asked: Asked = {}): Promise<Verdict> {
  let verdict: Verdict | null = null;
  await folderFor(async (folder) => {
    await mkdir(join(folder, 'data'));
    await lay(...statements(join(folder, 'data'), asked.made ?? {}));
    const config = FishboneConfig.parse({
      version: 1,
      sources: { logs: { type: 'duckdb', path: './data', threads: 2 } },
      models: { risk: asked.model?.(usualModel) ?? usualModel },
    });
    const model = ModelConfig.parse(config.models['risk']);
    const warehouses = warehousesOf(folder, config);
    const now = asked.now ?? end;
    const at = asked.onset ?? onset;
    const warehouse = await warehouses.open('risk', now);
    const usual: CheckContext = {
      modelName: 'risk',
      model,
      windows: {
        baseline: { from: new Date(at.getTime() - 7 * 86_400_000), to: new Date(at.getTime() - 600_000) },
        incident: { from: at, to: now },
        onset: at,
        now,
      },
      alert: null,
      symptom: null,
      segment: {},
      profile: [],
      thresholds: {},
      parameters: {},
    };
    const profile = (await runInquiry(profileFeatures(usual), warehouse, unhurried.signal)).result;
    const known = { ...usual, profile };
    const context = { ...known, ...asked.context?.(known) };
    verdict = (await runInquiry(askCheck(check, context), warehouse, unhurried.signal)).result;
    await warehouses.close();
  });
  if (verdict === null) throw new Error('the check gave no verdict');
  return verdict;
}

export function statements(data: string, made: Made): readonly string[] {
  const rows = Math.round((end.getTime() - Date.parse(`${started}Z`)) / 1000 / secondsApart);
  const uniform = (k: number): string => `(hash(i * 7919 + ${k} * 104729) % 1000003) / 1000003.0 AS u${k}`;
  const layers: readonly string[] = [
    `SELECT i, TIMESTAMP '${started}' + to_seconds(i * ${secondsApart}) AS ts, ${[1, 2, 3, 4, 5, 6, 7, 8].map(uniform).join(', ')} FROM range(${rows}) t(i)`,
    `SELECT *, ts >= TIMESTAMP '${onset.toISOString().slice(0, 19)}' AS broken FROM ROWS`,
    `SELECT * FROM ROWS WHERE ${made.kept ?? 'true'}`,
    `SELECT *, ${made.country ?? `CASE WHEN u1 < 0.6 THEN 'BR' WHEN u1 < 0.9 THEN 'US' ELSE 'IN' END`} AS country, ${made.device ?? `CASE WHEN u2 < 0.5 THEN 'ios' ELSE 'android' END`} AS device FROM ROWS`,
    `SELECT *, ${made.version ?? `CASE WHEN u3 < 0.2 THEN 'v1' ELSE 'v2' END`} AS model_version, ${made.income ?? '2 * u4 - 1'} AS true_income, 2 * u5 - 1 AS age FROM ROWS`,
    `SELECT *, ${made.chance ?? '1 / (1 + exp(-(3 * true_income + age - 1)))'} AS chance, ${made.served ?? 'true_income'} AS income FROM ROWS`,
    `SELECT *, ${made.outcome ?? 'u6 < chance'} AS outcome, ${made.score ?? '1 / (1 + exp(-(3 * coalesce(income, 0) + age - 1)))'} AS score FROM ROWS`,
    `SELECT *, ts + to_seconds(CAST(${made.delay ?? '-1800 * ln(u7 + 1e-9)'} AS BIGINT)) AS label_ts, CAST(score >= 0.5 AS INTEGER) AS decision FROM ROWS`,
    `SELECT *, CASE WHEN label_ts IS NULL THEN NULL ELSE CAST(${made.label ?? 'outcome'} AS INTEGER) END AS label, CAST(${made.converted ?? 'outcome AND u8 < 0.7'} AS INTEGER) AS converted FROM ROWS`,
  ];
  const whole = layers.reduce((inner, layer) => layer.replace('FROM ROWS', `FROM (${inner})`));
  const write = (name: string, query: string): string =>
    `COPY (${query}) TO '${join(data, `${name}.parquet`)}' (FORMAT parquet)`;
  return [
    `CREATE TABLE made AS ${whole}`,
    write(
      'predictions',
      'SELECT i AS request_id, ts, model_version, country, device, income, age, score, decision, label, label_ts FROM made',
    ),
    write(
      'requests',
      `SELECT i AS request_id, ts, model_version, CASE WHEN ${made.failed ?? 'u8 < 0.005'} THEN 'timeout' END AS error_type, ${made.fallback ?? 'u8 > 0.995'} AS fallback FROM made`,
    ),
    write(
      'business',
      `SELECT time_bucket(INTERVAL '5 minutes', ts) AS ts, country, device, count(*) AS visits, sum(converted) AS conversions, sum(converted * (40 + 20 * u2)) AS revenue FROM made GROUP BY 1, 2, 3`,
    ),
    write(
      'training',
      `SELECT ${made.trained ?? 'country'} AS country, device, income, age, label FROM made WHERE NOT broken`,
    ),
  ];
}
