import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { askCheck } from '../../src/checks/ask.ts';
import type { Check, CheckContext } from '../../src/checks/check.ts';
import { Verdict } from '../../src/checks/evidence.ts';
import { profileFeatures } from '../../src/checks/features/profile.ts';
import { ModelConfig } from '../../src/config/schema/model-schema.ts';
import { FishboneConfig } from '../../src/config/schema.ts';
import { runInquiry } from '../../src/response/checks/run-inquiries.ts';
import { folderFor, lay, unhurried, warehousesOf } from '../sources/made-tables.ts';

/** The fault of every made service begins here, twelve hours before the data end. */
export const onset = new Date('2026-03-05T12:00:00Z');
export const end = new Date('2026-03-06T00:00:00Z');
const started = '2026-03-01 00:00:00';
const rows = 4800;

type Columns = Readonly<Record<string, string>>;

/**
 * SQL over the true values of a request (see `truth` below), `broken` (true from the onset on), `late` (minutes since the onset) and the
 * uniform numbers `u1`…`u6`. What is not given is a quiet service whose features are served as the offline code computes them.
 */
export type Made = {
  readonly truth?: Columns;
  readonly served?: Columns;
  readonly offline?: Columns;
  readonly reads?: Columns;
  readonly requests?: Columns;
  readonly hosts?: Columns;
  readonly training?: Columns;
  readonly outcome?: Columns;
  /** Requests that exist at all. */
  readonly kept?: string;
  /** Tables whose files are not there. */
  readonly without?: readonly string[];
};

export type Asked = {
  readonly made?: Made;
  readonly model?: object;
  readonly context?: Partial<CheckContext>;
  readonly now?: Date;
};

const truth: Columns = {
  country: `CASE WHEN u1 < 0.6 THEN 'BR' WHEN u1 < 0.9 THEN 'US' ELSE 'IN' END`,
  device: `CASE WHEN u2 < 0.5 THEN 'ios' ELSE 'android' END`,
  model_version: `CASE WHEN u3 < 0.2 THEN 'v1' ELSE 'v2' END`,
  amount: `round(exp(5 + 2 * u4) + u5, 4)`,
  minutes: `5 + 40 * u5 * u5 + u6`,
  visits: `CAST(floor(8 * u6 * u6) AS DOUBLE)`,
  plan: `CASE WHEN u3 < 0.5 THEN 'Basic' WHEN u3 < 0.8 THEN 'Plus' WHEN u3 < 0.95 THEN 'Pro' ELSE 'Team' END`,
  loan: `CASE WHEN u5 < 0.2 THEN 'yes' ELSE 'no' END`,
  housing: `CASE WHEN u6 < 0.55 THEN 'yes' ELSE 'no' END`,
};
export const features = ['amount', 'minutes', 'visits', 'plan', 'loan', 'housing'] as const;

export const usualModel = {
  predictions: {
    source: 'logs',
    table: 'predictions',
    id: 'request_id',
    time: 'ts',
    version: 'model_version',
    score: 'score',
    decision: 'decision',
    segments: ['country', 'device'],
    features: [...features],
  },
  reference: { source: 'logs', table: 'training' },
  offline_features: { source: 'logs', table: 'features_offline', id: 'request_id', time: 'ts' },
  feature_reads: { source: 'logs', table: 'feature_reads', time: 'ts' },
  requests: {
    source: 'logs',
    table: 'requests',
    time: 'ts',
    id: 'request_id',
    host: 'host',
    status: 'status',
    error: 'error_type',
    fallback: 'fallback',
    stages: ['fetch_ms', 'inference_ms'],
  },
  hosts: { source: 'logs', table: 'hosts', time: 'ts' },
};

/** Runs one check over a made service, on a real DuckDB over Parquet; the verdict has passed its schema. */
export async function verdictOf(check: Check, asked: Asked = {}): Promise<Verdict> {
  const verdicts = await verdictsOf([check], asked);
  const verdict = verdicts[check.about.id];
  if (verdict === undefined) throw new Error(`${check.about.id} gave no verdict`);
  return verdict;
}

export async function verdictsOf(
  checks: readonly Check[],
  asked: Asked = {},
): Promise<Readonly<Record<string, Verdict>>> {
  const verdicts: Record<string, Verdict> = {};
  await folderFor(async (folder) => {
    await mkdir(join(folder, 'data'));
    await lay(...statements(join(folder, 'data'), asked.made ?? {}, checks));
    const config = FishboneConfig.parse({
      version: 1,
      sources: { logs: { type: 'duckdb', path: './data', threads: 2 } },
      models: { risk: { ...usualModel, ...asked.model } },
    });
    const model = ModelConfig.parse(config.models['risk']);
    const warehouses = warehousesOf(folder, config);
    const now = asked.now ?? end;
    const warehouse = await warehouses.open('risk', now);
    const context: CheckContext = {
      modelName: 'risk',
      model,
      windows: {
        baseline: {
          from: new Date(onset.getTime() - 4 * 86_400_000),
          to: new Date(onset.getTime() - 600_000),
        },
        incident: { from: onset, to: now },
        onset,
        now,
      },
      alert: null,
      symptom: null,
      segment: {},
      profile: [],
      thresholds: {},
      parameters: {},
      ...asked.context,
    };
    const profile = (await runInquiry(profileFeatures(context), warehouse, unhurried.signal)).result;
    for (const check of checks) {
      const inquiry = askCheck(check, { ...context, profile });
      verdicts[check.about.id] = Verdict.parse(
        (await runInquiry(inquiry, warehouse, unhurried.signal)).result,
      );
    }
    await warehouses.close();
  });
  return verdicts;
}

/** The tables that every made service has; of the others, those that the checks ask for. */
const ALWAYS: readonly string[] = ['predictions', 'features_offline', 'training'];

function statements(data: string, made: Made, checks: readonly Check[]): readonly string[] {
  const needed: readonly string[] = checks.flatMap((check) => check.about.needs);
  const fromStore = made.reads !== undefined ? ['feature_reads'] : [];
  const wanted = [...ALWAYS, ...needed, ...fromStore].filter((name) => made.without?.includes(name) !== true);
  const seconds = (end.getTime() - Date.parse(`${started}Z`)) / 1000 / rows;
  const uniforms = [1, 2, 3, 4, 5, 6]
    .map((k) => `(hash(i * 7919 + ${k} * 104729) % 1000003) / 1000003.0 AS u${k}`)
    .join(', ');
  const at = `TIMESTAMP '${onset.toISOString().slice(0, 19)}'`;
  const time = `TIMESTAMP '${started}' + to_milliseconds(CAST(i * ${seconds * 1000} AS BIGINT)) AS ts`;
  const since = `ts >= ${at} AS broken, date_diff('second', ${at}, ts) / 60.0 AS late`;
  const list = (columns: Columns): string =>
    Object.entries(columns)
      .map(([name, expression]) => `${expression} AS ${name}`)
      .join(', ');
  const values = (over: Columns | undefined): string =>
    list({ ...Object.fromEntries(features.map((name) => [name, name])), ...over });
  const write = (name: string, query: string): readonly string[] =>
    wanted.includes(name) ? [`COPY (${query}) TO '${join(data, `${name}.parquet`)}' (FORMAT parquet)`] : [];
  const outcome = { score: 'CAST(u4 AS FLOAT)', decision: 'CAST(u4 >= 0.5 AS INTEGER)', ...made.outcome };
  const reads = {
    reads: '200',
    misses: 'CAST(floor(2 * u1) AS INTEGER)',
    age_p95_s: '100 + 80 * u2',
    ...made.reads,
  };
  const requests = {
    status: '200',
    error_type: 'NULL::VARCHAR',
    fallback: 'u5 < 0.002',
    fetch_ms: '10 + 20 * u1 * u2',
    inference_ms: '30 + 30 * u3 * u4',
    ...made.requests,
  };
  const hosts = {
    cpu: '0.4 + 0.1 * u1',
    memory: '0.5 + 0.05 * u2',
    gpu: '0.3 + 0.1 * u3',
    restarts: '0',
    queue_depth: '2 * u4',
    ...made.hosts,
  };
  return [
    `CREATE TABLE made AS SELECT *, ${list({ ...truth, ...made.truth })} FROM (SELECT *, ${since} FROM (SELECT i, ${time}, ${uniforms} FROM range(${rows}) t(i))) WHERE ${made.kept ?? 'true'}`,
    ...write(
      'predictions',
      `SELECT 'r' || i AS request_id, ts, model_version, country, device, ${values(made.served)}, ${list(outcome)} FROM made`,
    ),
    ...write('features_offline', `SELECT 'r' || i AS request_id, ts, ${values(made.offline)} FROM made`),
    ...write('training', `SELECT country, device, ${values(made.training)} FROM made WHERE NOT broken`),
    ...write(
      'feature_reads',
      `SELECT ts, feature, ${list(reads)} FROM (SELECT *, ${since} FROM (SELECT ts, feature, ${[1, 2].map((k) => `(hash(epoch(ts) * 31 + hash(feature) % 977 + ${k} * 104729) % 1000003) / 1000003.0 AS u${k}`).join(', ')} FROM (SELECT ts, unnest([${features.map((name) => `'${name}'`).join(', ')}]) AS feature FROM generate_series(TIMESTAMP '${started}', TIMESTAMP '2026-03-05 23:55:00', INTERVAL 5 MINUTE) t(ts))))`,
    ),
    ...write(
      'requests',
      `SELECT 'r' || i AS request_id, ts, model_version, 'host-' || (i % 4) AS host, ${list(requests)} FROM made`,
    ),
    ...write(
      'hosts',
      `SELECT *, ${list(hosts)} FROM (SELECT *, ${since} FROM (SELECT TIMESTAMP '${started}' + to_minutes(i * 5) AS ts, unnest(['host-0', 'host-1', 'host-2', 'host-3']) AS host, ${uniforms} FROM range(1440) t(i)))`,
    ),
  ];
}
