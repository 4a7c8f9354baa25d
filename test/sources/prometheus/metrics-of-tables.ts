import { DuckDBInstance } from '@duckdb/node-api';
import { writeFile } from 'node:fs/promises';

/** Upper bounds of the latency buckets, in seconds. */
const bounds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.3, 0.6, 1.2, 2.5] as const;

export type Exported = {
  /** The folder with `requests.parquet` and `hosts.parquet`. */
  readonly data: string;
  readonly stages: readonly string[];
  readonly from: Date;
  readonly to: Date;
  /** A process that starts again: its counters begin at 0. */
  readonly resets?: readonly { readonly host: string; readonly at: Date }[];
  /** A scrape that failed: no samples of any series. */
  readonly gaps?: readonly { readonly from: Date; readonly to: Date }[];
};

/**
 * What the service of these tables would have exposed, a sample a minute, as OpenMetrics text: counters of requests and
 * default scores, a histogram of every stage, and what its hosts reported. Written to `file`.
 */
export async function exportMetrics(exported: Exported, file: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const lines: string[] = [];
  try {
    await connection.run(`SET TimeZone = 'UTC'`);
    const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
    const span = `ts >= ${instant(exported.from)} AND ts < ${instant(exported.to)}`;
    const minute = `CAST(epoch(date_trunc('minute', ts)) AS BIGINT) / 60`;
    const requests = `(SELECT * FROM '${exported.data}/requests.parquet' WHERE ${span})`;

    lines.push('# TYPE serving_requests counter');
    const counted = await rows(
      `SELECT ${minute}, host, CAST(status AS VARCHAR), coalesce(error_type, ''), count(*) FROM ${requests} GROUP BY ALL`,
    );
    lines.push(
      ...counters('serving_requests_total', exported, counted, (host, status, error) => ({
        host,
        status,
        ...(error === '' ? {} : { error }),
      })),
    );

    lines.push('# TYPE serving_fallbacks counter');
    const fallbacks = await rows(
      `SELECT ${minute}, host, count(*) FILTER (fallback) FROM ${requests} GROUP BY ALL`,
    );
    lines.push(...counters('serving_fallbacks_total', exported, fallbacks, (host) => ({ host })));

    lines.push('# TYPE serving_stage_duration_seconds histogram');
    for (const stage of exported.stages) {
      const within = [...bounds, Infinity]
        .map((bound, k) => {
          const below = Number.isFinite(bound) ? `${stage} <= ${bound * 1000}` : `${stage} IS NOT NULL`;
          return `count(*) FILTER (${below}) AS b${k}`;
        })
        .join(', ');
      const buckets = await rows(`SELECT ${minute}, host, ${within} FROM ${requests} GROUP BY ALL`);
      for (const [k, bound] of [...bounds, Infinity].entries()) {
        const le = Number.isFinite(bound) ? String(bound) : '+Inf';
        const one = buckets.map((row) => [row[0], row[1], row[2 + k]]);
        lines.push(
          ...counters('serving_stage_duration_seconds_bucket', exported, one, (host) => ({
            host,
            stage,
            le,
          })),
        );
      }
    }

    const hosts = `(SELECT * FROM '${exported.data}/hosts.parquet' WHERE ${span})`;
    for (const [metric, column, type] of [
      ['host_cpu_utilization_ratio', 'cpu', 'gauge'],
      ['host_memory_utilization_ratio', 'memory', 'gauge'],
      ['host_gpu_utilization_ratio', 'gpu', 'gauge'],
      ['host_queue_depth', 'queue_depth', 'gauge'],
      ['host_restarts_total', 'restarts', 'counter'],
    ] as const) {
      lines.push(`# TYPE ${metric.replace(/_total$/, '')} ${type}`);
      const samples = await rows(`SELECT ${minute}, host, ${column} FROM ${hosts} ORDER BY 2, 1`);
      for (const [at, host, value] of samples)
        if (!isGap(exported, Number(at) * 60_000))
          lines.push(`${metric}{host="${text(host)}"} ${Number(value)} ${Number(at) * 60}`);
    }
    lines.push('# EOF', '');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  await writeFile(file, lines.join('\n'));
}

/** Running totals of counts by minute and labels; every series has a sample in every minute. */
function counters(
  name: string,
  exported: Exported,
  counts: readonly (readonly unknown[])[],
  labels: (...values: string[]) => Readonly<Record<string, string>>,
): readonly string[] {
  const series = new Map<string, { readonly host: string; readonly at: Map<number, number> }>();
  for (const row of counts) {
    const values = row.slice(1, -1).map(text);
    const label = Object.entries(labels(...values))
      .map(([key, value]) => `${key}="${value}"`)
      .join(',');
    const one = series.get(label) ?? { host: values[0] ?? '', at: new Map<number, number>() };
    one.at.set(Number(row[0]), Number(row.at(-1)));
    series.set(label, one);
  }
  const [first, last] = [exported.from.getTime() / 60_000, exported.to.getTime() / 60_000];
  return [...series].flatMap(([label, { host, at }]) => {
    const resets = (exported.resets ?? []).filter((reset) => reset.host === host);
    const lines: string[] = [];
    let total = 0;
    // The sample at a minute's end has what was counted in it.
    for (let minute = first; minute < last; minute += 1) {
      if (resets.some((reset) => Math.floor(reset.at.getTime() / 60_000) === minute)) total = 0;
      total += at.get(minute) ?? 0;
      if (!isGap(exported, minute * 60_000)) lines.push(`${name}{${label}} ${total} ${minute * 60 + 59}`);
    }
    return lines;
  });
}

const isGap = ({ gaps = [] }: Exported, at: number): boolean =>
  gaps.some((gap) => at >= gap.from.getTime() && at < gap.to.getTime());

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const instant = (at: Date): string => `TIMESTAMP '${at.toISOString().slice(0, 19)}'`;
