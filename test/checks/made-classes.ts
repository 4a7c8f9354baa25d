import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lay } from '../sources/made-tables.ts';

/** The fault of every made classifier begins here, half a day before the data end. */
export const onset = new Date('2026-03-09T12:00:00Z');
export const end = new Date('2026-03-10T00:00:00Z');

const classes = ['invoice', 'receipt', 'letter', 'contract'] as const;
type ClassName = (typeof classes)[number];

const started = '2026-03-03T00:00:00';
const secondsApart = 20;

/** How the scores are logged: not at all, a column a class, or all in one column. */
export type ScoresAs = 'none' | 'columns' | 'map' | 'struct' | 'json' | 'list';

/**
 * SQL for what is wrong with a classifier of documents; each may read the columns before it and `broken`, which is true from the onset
 * on. `u1`…`u8` are independent uniform numbers. The logits of the classes are ±3·width and ±3·density; what is not given is quiet.
 */
export type Wrong = {
  readonly country?: string;
  readonly version?: string;
  /** The width as it was served; the truth is `true_width`. */
  readonly width?: string;
  readonly density?: string;
  /** Added to the logit of a class when it is scored. */
  readonly logits?: Partial<Readonly<Record<ClassName, string>>>;
  readonly label?: string;
  readonly delay?: string;
  readonly predicted?: string;
  readonly kept?: string;
  readonly changes?: string;
  readonly scores?: ScoresAs;
};

const logit: Readonly<Record<ClassName, string>> = {
  invoice: '3 * W',
  receipt: '-3 * W',
  letter: '3 * D',
  contract: '-3 * D',
};

/** fishbone.yml of the made classifier. */
function configOf(wrong: Wrong, pipelines?: object) {
  const as = wrong.scores ?? 'columns';
  const scores =
    as === 'none'
      ? {}
      : {
          scores:
            as === 'columns' ? Object.fromEntries(classes.map((name) => [name, `p_${name}`])) : 'scores',
        };
  return {
    version: 1,
    sources: { logs: { type: 'duckdb', path: './data', threads: 2 } },
    models: {
      documents: {
        title: 'Document classifier',
        task: 'multiclass',
        predictions: {
          source: 'logs',
          table: 'predictions',
          id: 'request_id',
          time: 'ts',
          version: 'model_version',
          classes: [...classes],
          predicted: 'predicted_class',
          ...scores,
          label: { column: 'label', known_at: 'label_ts' },
          segments: ['country'],
          features: ['width', 'density'],
        },
        reference: { source: 'logs', table: 'training' },
        offline_features: { source: 'logs', table: 'features_offline', id: 'request_id', time: 'ts' },
        feature_reads: { source: 'logs', table: 'feature_reads', time: 'ts' },
        requests: {
          source: 'logs',
          table: 'requests',
          time: 'ts',
          id: 'request_id',
          error: 'error_type',
          fallback: 'fallback',
          stages: ['feature_fetch_ms', 'inference_ms'],
        },
        golden: {
          source: 'logs',
          table: 'golden',
          id: 'sample_id',
          label: 'label',
          expected: 'expected_class',
        },
        changes: { source: 'logs', table: 'changes' },
        samples: { columns: ['width', 'density'] },
        baseline: { window: '6d' },
        ...(pipelines === undefined ? {} : { pipelines }),
        checks: { 'shadow-compare': { perSecond: 100_000, rows: 200 } },
      },
    },
  };
}

/** An alert as Alertmanager would send it, ten minutes after the onset or later. */
export function alertOf(
  said: {
    readonly name: string;
    readonly metric: string;
    readonly summary: string;
    readonly labels?: object;
  },
  at = '2026-03-09T16:00:00Z',
): object {
  const labels = {
    alertname: said.name,
    model: 'documents',
    metric: said.metric,
    severity: 'critical',
    ...said.labels,
  };
  return {
    version: '4',
    groupKey: `{}:{alertname="${said.name}"}`,
    status: 'firing',
    receiver: 'ml-oncall',
    groupLabels: labels,
    commonLabels: labels,
    commonAnnotations: { summary: said.summary },
    externalURL: 'http://alertmanager.example:9093',
    alerts: [
      {
        status: 'firing',
        labels,
        annotations: { summary: said.summary },
        startsAt: at,
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'http://prometheus.example:9090',
        fingerprint: '8409109ad352f699',
      },
    ],
  };
}

/** Lays the tables of a made classifier into `folder/data`, with fishbone.yml and, if one is given, alert.json beside them. */
export async function layClassifier(
  folder: string,
  wrong: Wrong = {},
  { alert, pipelines }: { readonly alert?: object; readonly pipelines?: object } = {},
): Promise<void> {
  await mkdir(join(folder, 'data'));
  await lay(...statements(join(folder, 'data'), wrong));
  await writeFile(join(folder, 'fishbone.yml'), JSON.stringify(configOf(wrong, pipelines), null, 2));
  if (alert !== undefined) await writeFile(join(folder, 'alert.json'), JSON.stringify(alert));
}

function statements(data: string, wrong: Wrong): readonly string[] {
  const rows = Math.round((end.getTime() - Date.parse(`${started}Z`)) / 1000 / secondsApart);
  const uniform = (k: number): string => `(hash(i * 7919 + ${k} * 104729) % 1000003) / 1000003.0 AS u${k}`;
  const weights = (w: string, d: string, extra: Wrong['logits']): string =>
    classes
      .map(
        (name) =>
          `exp(${logit[name].replace('W', w).replace('D', d)} + (${extra?.[name] ?? '0'})) AS e_${name}`,
      )
      .join(', ');
  const sum = classes.map((name) => `e_${name}`).join(' + ');
  const pick = (u: string): string =>
    `CASE WHEN ${u} < e_invoice / (${sum}) THEN 'invoice' WHEN ${u} < (e_invoice + e_receipt) / (${sum}) THEN 'receipt' WHEN ${u} < (e_invoice + e_receipt + e_letter) / (${sum}) THEN 'letter' ELSE 'contract' END`;
  const highest = `CASE ${classes.map((name) => `WHEN p_${name} = greatest(${classes.map((each) => `p_${each}`).join(', ')}) THEN '${name}'`).join(' ')} END`;
  const layers: readonly string[] = [
    `SELECT i, 'r' || i AS request_id, TIMESTAMP '${started}' + to_seconds(i * ${secondsApart}) AS ts, ${[1, 2, 3, 4, 5, 6, 7, 8].map(uniform).join(', ')} FROM range(${rows}) t(i)`,
    `SELECT *, ts >= TIMESTAMP '${onset.toISOString().slice(0, 19)}' AS broken FROM ROWS`,
    `SELECT * FROM ROWS WHERE ${wrong.kept ?? 'true'}`,
    `SELECT *, ${wrong.country ?? `CASE WHEN u1 < 0.6 THEN 'BR' WHEN u1 < 0.9 THEN 'US' ELSE 'IN' END`} AS country, ${wrong.version ?? `'v7'`} AS model_version, 2 * u2 - 1 AS true_width, 2 * u3 - 1 AS true_density FROM ROWS`,
    `SELECT *, ${wrong.width ?? 'true_width'} AS width, ${wrong.density ?? 'true_density'} AS density, ${weights('true_width', 'true_density', {})} FROM ROWS`,
    `SELECT * EXCLUDE (${classes.map((name) => `e_${name}`).join(', ')}), ${pick('u4')} AS truth, ${weights('coalesce(width, 0)', 'coalesce(density, 0)', wrong.logits)} FROM ROWS`,
    `SELECT *, ${classes.map((name) => `e_${name} / (${sum}) AS p_${name}`).join(', ')}, ts + to_seconds(CAST(${wrong.delay ?? '-1800 * ln(u5 + 1e-9)'} AS BIGINT)) AS label_ts FROM ROWS`,
    `SELECT *, ${highest} AS highest FROM ROWS`,
    `SELECT *, ${wrong.predicted ?? 'highest'} AS predicted_class, CASE WHEN label_ts IS NOT NULL THEN ${wrong.label ?? 'truth'} END AS label FROM ROWS`,
  ];
  const whole = layers.reduce((inner, layer) => layer.replace('FROM ROWS', `FROM (${inner})`));
  const write = (name: string, query: string): string =>
    `COPY (${query}) TO '${join(data, `${name}.parquet`)}' (FORMAT parquet)`;
  const listed = classes.map((name) => `p_${name}`);
  const scores: Readonly<Record<ScoresAs, string>> = {
    none: '',
    columns: `, ${listed.join(', ')}`,
    map: `, MAP {${classes.map((name) => `'${name}': p_${name}`).join(', ')}} AS scores`,
    struct: `, {${classes.map((name) => `'${name}': p_${name}`).join(', ')}} AS scores`,
    json: `, CAST(to_json({${classes.map((name) => `'${name}': p_${name}`).join(', ')}}) AS VARCHAR) AS scores`,
    list: `, [${listed.join(', ')}] AS scores`,
  };
  return [
    `CREATE TABLE made AS ${whole}`,
    write(
      'predictions',
      `SELECT request_id, ts, model_version, country, width, density, predicted_class, label, label_ts${scores[wrong.scores ?? 'columns']} FROM made`,
    ),
    write(
      'features_offline',
      'SELECT request_id, ts, true_width AS width, true_density AS density FROM made',
    ),
    write(
      'feature_reads',
      `SELECT TIMESTAMP '${started}' + to_minutes(i * 5) AS ts, unnest(['width', 'density']) AS feature, 15 AS reads, 0 AS misses, 90 + i % 20 AS age_p95_s FROM range(${Math.floor(rows / 15)}) t(i)`,
    ),
    write(
      'requests',
      `SELECT request_id, ts, model_version, NULL::VARCHAR AS error_type, false AS fallback, 5 + 10 * u6 AS feature_fetch_ms, 20 + 10 * u7 AS inference_ms FROM made`,
    ),
    write(
      'training',
      'SELECT country, true_width AS width, true_density AS density, truth AS label FROM made WHERE NOT broken',
    ),
    write(
      'golden',
      `SELECT 's' || i AS sample_id, true_width AS width, true_density AS density, truth AS label, CASE WHEN greatest(abs(true_width), abs(true_density)) = true_width THEN 'invoice' WHEN greatest(abs(true_width), abs(true_density)) = -true_width THEN 'receipt' WHEN greatest(abs(true_width), abs(true_density)) = true_density THEN 'letter' ELSE 'contract' END AS expected_class FROM made WHERE NOT broken LIMIT 400`,
    ),
    write(
      'changes',
      wrong.changes ??
        `SELECT 'chg-1' AS change_id, TIMESTAMP '2026-03-05 09:00:00' AS ts, 'code' AS kind, 'web' AS component, 'new landing page' AS title, 'ana' AS author, '1' AS "from", '2' AS "to", true AS reversible`,
    ),
  ];
}
