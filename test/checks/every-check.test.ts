import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { askCheck } from '../../src/checks/ask.ts';
import type { CheckContext } from '../../src/checks/check.ts';
import { Verdict } from '../../src/checks/evidence.ts';
import { CHECKS } from '../../src/checks/list.ts';
import { profileFeatures } from '../../src/checks/features/profile.ts';
import { ModelConfig } from '../../src/config/schema/model-schema.ts';
import { FishboneConfig } from '../../src/config/schema.ts';
import { runInquiries, runInquiry } from '../../src/response/checks/run-inquiries.ts';
import { folderFor, lay, unhurried, warehousesOf } from '../sources/made-tables.ts';
import { openPipeline } from './made-pipelines.ts';
import type { Behaviour } from './made-pipelines.ts';

const onset = new Date('2026-03-05T12:00:00Z');
const end = new Date('2026-03-06T00:00:00Z');
const tableNames = [
  'predictions',
  'training',
  'features_offline',
  'feature_reads',
  'requests',
  'hosts',
  'business',
  'golden',
  'changes',
] as const;

/** SQL for what is wrong with the data; what is not given is as it should be. */
type Wrong = {
  readonly kept?: string;
  readonly amount?: string;
  readonly plan?: string;
  readonly score?: string;
  readonly label?: string;
  readonly labelAt?: string;
  readonly number?: string;
  readonly id?: string;
  readonly without?: readonly string[];
  readonly task?: 'classification' | 'regression';
  readonly pipeline?: Behaviour;
  readonly incident?: { readonly from: Date; readonly to: Date };
};

const model = (wrong: Wrong, pipelines: object) => ({
  task: wrong.task ?? 'classification',
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
    features: ['amount', 'plan'],
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
  business: {
    source: 'logs',
    table: 'business',
    time: 'ts',
    kpi: { name: 'conversion', numerator: 'conversions', denominator: 'visits' },
    value: 'revenue',
  },
  golden: { source: 'logs', table: 'golden', id: 'sample_id', label: 'label', expected: 'expected_score' },
  changes: { source: 'logs', table: 'changes' },
  pipelines,
  checks: { 'shadow-compare': { perSecond: 100_000, rows: 100 } },
});

function statements(folder: string, wrong: Wrong): readonly string[] {
  const u = (k: number): string => `(hash(i * 7919 + ${k} * 104729) % 1000003) / 1000003.0`;
  const number = (usual: string): string => wrong.number ?? usual;
  const made = `CREATE TABLE made AS SELECT *, ${wrong.score ?? 'greatest(0.01, least(0.99, u1 * 0.6 + 0.4 * u2))'} AS score,
      ${wrong.label ?? 'CAST(u3 < u1 AS INTEGER)'} AS label
    FROM (SELECT i, ${wrong.id ?? `'r' || i`} AS request_id, TIMESTAMP '2026-03-02 00:00:00' + to_seconds(i * 96) AS ts,
      'v' || (1 + i % 2) AS model_version, CASE WHEN i % 3 = 0 THEN 'BR' ELSE 'US' END AS country,
      CASE WHEN i % 5 = 0 THEN 'ios' ELSE 'web' END AS device, ${u(1)} AS u1, ${u(2)} AS u2, ${u(3)} AS u3,
      ${wrong.amount ?? `exp(3 * ${u(4)})`} AS amount, ${wrong.plan ?? `CASE WHEN i % 4 = 0 THEN 'Pro' ELSE 'Basic' END`} AS plan
    FROM range(3600) t(i)) WHERE ${wrong.kept ?? 'true'}`;
  const queries: Readonly<Record<(typeof tableNames)[number], string>> = {
    predictions: `SELECT request_id, ts, model_version, country, device, amount, plan, score, CAST(score >= 0.5 AS INTEGER) AS decision, label, ${wrong.labelAt ?? 'ts + INTERVAL 10 MINUTE'} AS label_ts FROM made`,
    training: `SELECT country, device, amount, plan, label FROM made WHERE i < 1800`,
    features_offline: `SELECT request_id, ts, amount, plan FROM made`,
    feature_reads: `SELECT TIMESTAMP '2026-03-02 00:00:00' + to_minutes(i * 5) AS ts, unnest(['amount', 'plan']) AS feature, 200 AS reads, ${number('2')} AS misses, ${number('90 + i % 20')} AS age_p95_s FROM range(1150) t(i)`,
    requests: `SELECT request_id, ts, model_version, 'host-' || (i % 3) AS host, 200 AS status, NULL::VARCHAR AS error_type, false AS fallback, ${number('5 + 10 * u1')} AS fetch_ms, ${number('20 + 10 * u2')} AS inference_ms FROM made`,
    hosts: `SELECT TIMESTAMP '2026-03-02 00:00:00' + to_minutes(i * 5) AS ts, unnest(['host-0', 'host-1']) AS host, ${number('0.4')} AS cpu, ${number('0.5')} AS memory, ${number('0.3')} AS gpu, 0 AS restarts, ${number('1')} AS queue_depth FROM range(1150) t(i)`,
    business: `SELECT time_bucket(INTERVAL '5 minutes', ts) AS ts, country, device, count(*) AS visits, sum(CAST(u2 < 0.1 AS INTEGER)) AS conversions, ${number('sum(10 * u3)')} AS revenue FROM made GROUP BY 1, 2, 3`,
    golden: `SELECT 's' || i AS sample_id, amount, plan, label, 1 / (1 + TRY_CAST(amount AS DOUBLE)) AS expected_score FROM made LIMIT 100`,
    changes: `SELECT 'chg-1' AS change_id, TIMESTAMP '2026-03-05 11:50:00' AS ts, 'code' AS kind, 'client' AS component, 'new client' AS title, 'ana' AS author, '1' AS "from", '2' AS "to", true AS reversible`,
  };
  return [
    made,
    ...tableNames
      .filter((name) => wrong.without?.includes(name) !== true)
      .map((name) => `COPY (${queries[name]}) TO '${join(folder, `${name}.parquet`)}' (FORMAT parquet)`),
  ];
}

const scores: Behaviour = {
  kind: 'scores',
  of: (record) => (typeof record['amount'] === 'number' ? 1 / (1 + record['amount']) : 0.5),
};

/** Every check over tables of which something is wrong. */
async function answersTo(wrong: Wrong): Promise<Readonly<Record<string, Verdict>>> {
  const current = await openPipeline(wrong.pipeline ?? scores);
  const previous = await openPipeline(scores);
  const verdicts: Record<string, Verdict> = {};
  await folderFor(async (folder) => {
    const data = join(folder, 'data');
    await mkdir(data);
    await lay(...statements(data, wrong));
    const config = FishboneConfig.parse({
      version: 1,
      sources: { logs: { type: 'duckdb', path: './data', threads: 2 } },
      models: { risk: model(wrong, { current: current.config('v2'), previous: previous.config('v1') }) },
    });
    const warehouses = warehousesOf(folder, config);
    const warehouse = await warehouses.open('risk', end);
    const bare: CheckContext = {
      modelName: 'risk',
      model: ModelConfig.parse(config.models['risk']),
      windows: {
        baseline: { from: new Date('2026-03-02T00:00:00Z'), to: onset },
        incident: wrong.incident ?? { from: onset, to: end },
        onset,
        now: end,
      },
      alert: null,
      symptom: null,
      segment: {},
      profile: [],
      thresholds: {},
      parameters: {},
    };
    const profile = (await runInquiry(profileFeatures(bare), warehouse, unhurried.signal)).result;
    const inquiries = Object.fromEntries(
      CHECKS.map((check) => [check.about.id, askCheck(check, { ...bare, profile })]),
    );
    const outcomes = await runInquiries(inquiries, warehouse, { signal: unhurried.signal });
    for (const [id, outcome] of Object.entries(outcomes)) {
      if ('crashed' in outcome) throw new Error(`${id} crashed: ${outcome.crashed.message}`);
      verdicts[id] = outcome.result;
    }
    await warehouses.close();
  });
  current.close();
  previous.close();
  return verdicts;
}

const everywhere = (expression: string): Wrong => ({
  amount: expression,
  plan: expression,
  number: expression,
});

const cases: Readonly<Record<string, Wrong>> = {
  'all is well': {},
  'the incident window is empty': {
    incident: { from: new Date('2026-03-07T00:00:00Z'), to: new Date('2026-03-08T00:00:00Z') },
  },
  'there are no rows at all': { kept: 'false' },
  'there is one row since the onset': { kept: 'i < 3100 OR i = 3500' },
  'there is one row in all': { kept: 'i = 3500' },
  'every label is 1': { label: '1' },
  'every feature is null': everywhere('NULL::DOUBLE'),
  'every score is null': { score: 'NULL::DOUBLE' },
  'every score is the same': { score: '0.5' },
  'every number is NaN': { ...everywhere(`'NaN'::DOUBLE`), plan: `'x'`, score: `'NaN'::DOUBLE` },
  'every number is infinite': {
    ...everywhere(`'Infinity'::DOUBLE`),
    plan: `'x'`,
    score: `'Infinity'::DOUBLE`,
  },
  'every request has the same id': { id: `'r1'`, kept: 'i % 40 = 0' },
  'labels never arrive': { label: 'NULL::INTEGER', labelAt: 'NULL::TIMESTAMP' },
  'every table vanished': { without: tableNames },
  'the predictions vanished': { without: ['predictions'] },
  'a pipeline is silent': { pipeline: { kind: 'silent' } },
  'a pipeline answers 500': { pipeline: { kind: 'status', status: 500 } },
  'a pipeline leaves predictions out': { pipeline: { kind: 'one too few' } },
  'it is a regression': { task: 'regression', score: '100 * u1 + 10 * u2', label: '100 * u1' },
};

const answered: Record<string, Readonly<Record<string, Verdict>>> = {};
const idsOf = (title: string, answer: Verdict['answer']): readonly string[] =>
  Object.entries(answered[title] ?? {})
    .filter(([, verdict]) => verdict.answer === answer)
    .map(([id]) => id)
    .toSorted();

beforeAll(async () => {
  for (const [title, wrong] of Object.entries(cases)) answered[title] = await answersTo(wrong);
}, 120_000);

describe.each(Object.keys(cases))('when %s', (title) => {
  test.each(CHECKS.map((check) => check.about.id))('%s answers in words and in finite numbers', (id) => {
    const verdict = answered[title]?.[id];
    expect(Verdict.safeParse(verdict).error?.message).toBeUndefined();
    expect(verdict?.line).toMatch(/\p{L}{2,}/u);
    const said = [
      verdict?.line ?? '',
      verdict !== undefined && 'reason' in verdict ? verdict.reason : '',
      ...(verdict?.findings.map((finding) => finding.sentence) ?? []),
    ].join(' ');
    expect(said).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });
});

test('nothing is called shifted where there was nothing to compare', () => {
  const empty = ['the incident window is empty', 'there are no rows at all', 'there is one row in all'];
  for (const title of ['all is well', ...empty])
    // A change near the onset is told whatever the data say.
    expect([title, idsOf(title, 'shifted').filter((id) => id !== 'changes')]).toEqual([title, []]);
});

test('without any table every check that reads one cannot say', () => {
  expect(idsOf('every table vanished', 'steady')).toEqual([]);
  expect(idsOf('every table vanished', 'shifted')).toEqual([]);
});

test('a pipeline that fails leaves both replays without an answer, and them alone', () => {
  const usual = idsOf('all is well', 'inconclusive');
  for (const title of ['a pipeline is silent', 'a pipeline answers 500', 'a pipeline leaves predictions out'])
    expect(idsOf(title, 'inconclusive')).toEqual([...usual, 'golden-replay', 'shadow-compare'].toSorted());
});
