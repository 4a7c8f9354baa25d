import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { Finding, Verdict } from '../../../src/checks/evidence.ts';
import { errors } from '../../../src/checks/errors.ts';
import { latencyByStage } from '../../../src/checks/latency-by-stage.ts';
import { restarts } from '../../../src/checks/restarts.ts';
import type { Windows } from '../../../src/time/window.ts';
import { folderFor, lay } from '../made-tables.ts';
import { fromMetrics, fromTables, infraChecks, verdictOn } from './both-roads.ts';
import { exportMetrics } from './metrics-of-tables.ts';
import { isMissing, unless, withPrometheus } from './real-prometheus.ts';

const at = (text: string): Date => new Date(`2026-${text}:00Z`);

/** Answer, and what shifted with its size: stages of a table are columns in milliseconds. */
const said = (verdict: Verdict) => ({
  answer: verdict.answer,
  shifted: verdict.findings
    .filter((finding) => finding.shifted)
    .map(
      (finding) =>
        `${finding.subject.kind} ${finding.subject.name.replace(/_ms$/, '')} ${finding.measure.replaceAll('_ms', '')}`,
    )
    .sort(),
});

/** Every finding of the tables beside that of the metrics, as [table, metrics]. */
function pairs(tables: Verdict, metrics: Verdict) {
  const key = (finding: Verdict['findings'][number]) =>
    `${finding.subject.name.replace(/_ms$/, '')} ${finding.measure.replaceAll('_ms', '')}`;
  return tables.findings.flatMap((finding) => {
    const other = metrics.findings.find((one) => key(one) === key(finding));
    return other === undefined ? [] : [[finding, other] as const];
  });
}

/** In words what two findings of the same thing do not agree about. */
function apart(table: Finding, metric: Finding): readonly string[] {
  const [expected, found] = [table.effect ?? NaN, metric.effect ?? NaN];
  // Bounds of buckets lie up to a factor of two apart: the true value is in the interval.
  const within = (metric.low ?? NaN) <= expected && (metric.high ?? NaN) >= expected;
  // What counts as slow on a host is the stage's old p95, or the bound above it.
  const far = table.measure.includes('above its old p95') ? 0.06 : 0.01;
  const near = Math.abs(found - expected) < far + 0.02 * Math.abs(expected);
  const asMany = Math.abs(metric.nAfter - table.nAfter) <= 0.03 * table.nAfter;
  const words = `${metric.sentence} (${metric.nAfter}), but ${table.sentence} (${table.nAfter})`;
  return (table.unit === 'ms' ? within : near) && asMany ? [] : [words];
}

const stages = ['feature_fetch_ms', 'preprocess_ms', 'inference_ms', 'embedding_ms'];
const recorded: Windows = {
  baseline: { from: at('02-25T02:00'), to: at('02-25T10:30') },
  incident: { from: at('02-25T10:45'), to: at('02-25T16:00') },
  onset: at('02-25T10:40'),
  now: at('02-25T16:00'),
};

test.skipIf(isMissing)(
  `a recorded incident reads from a real Prometheus as from its tables; filling one takes seconds${unless}`,
  async () => {
    const folder = resolve('examples/slow-embedding');
    const fill = (file: string) =>
      exportMetrics(
        { data: join(folder, 'data'), stages, from: at('02-25T02:00'), to: at('02-25T16:30') },
        file,
      );
    await withPrometheus(fill, async (url) => {
      const answers: Record<string, string> = {};
      for (const check of infraChecks) {
        const road = { folder, url, windows: recorded };
        const tables = await verdictOn(check, { ...road, model: fromTables(stages) });
        const metrics = await verdictOn(check, { ...road, model: fromMetrics });
        expect(said(metrics.verdict)).toEqual(said(tables.verdict));
        answers[check.about.id] = metrics.verdict.answer;
        const compared = pairs(tables.verdict, metrics.verdict);
        expect(compared.length).toBe(tables.verdict.findings.length);
        expect(compared.flatMap(([table, metric]) => apart(table, metric))).toEqual([]);
        expect(metrics.asked.length).toBeGreaterThan(0);
        for (const asked of metrics.asked) {
          expect(asked.source).toBe('metrics');
          expect(asked.text).toMatch(/# from 2026-02-2\d.* to 2026-02-25T15:59:59.999Z, step \d+s$/);
        }
      }
      expect(answers).toEqual({
        'latency-by-stage': 'shifted',
        errors: 'shifted',
        fallback: 'steady',
        restarts: 'steady',
        utilization: 'shifted',
      });
    });
  },
  60_000,
);

const madeStages = ['fetch_ms', 'inference_ms'];
const made: Windows = {
  baseline: { from: at('03-01T00:00'), to: at('03-01T08:00') },
  incident: { from: at('03-01T08:00'), to: at('03-01T12:00') },
  onset: at('03-01T08:00'),
  now: at('03-01T12:00'),
};

/** From eight o'clock on one host of three times out, falls back and restarts; another queues. Counters begin again meanwhile, and scrapes fail. */
async function layService(data: string): Promise<void> {
  await mkdir(data);
  const u = (k: number) => `(hash(i * 7919 + ${k} * 104729) % 1000003) / 1000003.0`;
  const ts = `TIMESTAMP '2026-03-01'`;
  await lay(
    `CREATE TABLE r AS SELECT 'r' || i AS request_id, ${ts} + to_seconds(i * 6) AS ts, 'host-' || (i % 3) AS host,
       i * 6 >= 8 * 3600 AND i % 3 = 2 AS bad, ${u(1)} AS u1, ${u(2)} AS u2, ${u(3)} AS u3 FROM range(7200) t(i)`,
    `COPY (SELECT request_id, ts, host, 'v1' AS model_version, CASE WHEN bad AND u1 < 0.3 THEN 504 WHEN u1 > 0.996 THEN 500 ELSE 200 END AS status,
       CASE WHEN bad AND u1 < 0.3 THEN 'timeout' WHEN u1 > 0.996 THEN 'internal' END AS error_type, bad AND u1 < 0.3 AS fallback,
       5 + 20 * u2 AS fetch_ms, CASE WHEN bad THEN 300 + 900 * u3 ELSE 20 + 60 * u3 END AS inference_ms FROM r) TO '${data}/requests.parquet'`,
    `COPY (SELECT *, 0.5 + 0.1 * u1 AS cpu, 0.4 + 0.05 * u2 AS memory, 0.3 + 0.1 * u3 AS gpu,
       CASE WHEN minute >= 480 AND host = 'host-2' THEN 3 + (minute - 480) // 20 ELSE 3 END AS restarts,
       CASE WHEN minute >= 480 AND host = 'host-1' THEN 40 + 10 * u1 ELSE 2 * u1 END AS queue_depth
       FROM (SELECT ${ts} + to_minutes(i // 3) AS ts, i // 3 AS minute, 'host-' || (i % 3) AS host, ${u(1)} AS u1, ${u(2)} AS u2, ${u(3)} AS u3
       FROM range(2160) t(i))) TO '${data}/hosts.parquet'`,
    `COPY (SELECT request_id, ts, 'BR' AS country, 1.0 AS balance, 0.5 AS score FROM r) TO '${data}/predictions.parquet'`,
  );
}

test.skipIf(isMissing)(
  `counters that begin again and scrapes that fail change no verdict, and hosts are named${unless}`,
  async () => {
    await folderFor(async (folder) => {
      const data = join(folder, 'data');
      await layService(data);
      const exported = {
        data,
        stages: madeStages,
        from: made.baseline.from,
        to: made.incident.to,
        resets: [
          { host: 'host-2', at: at('03-01T08:10') },
          { host: 'host-2', at: at('03-01T10:00') },
        ],
        gaps: [{ from: at('03-01T03:00'), to: at('03-01T03:40') }],
      };
      await withPrometheus(
        (file) => exportMetrics(exported, file),
        async (url) => {
          const road = { folder, url, windows: made };
          for (const check of infraChecks) {
            const tables = await verdictOn(check, { ...road, model: fromTables(madeStages) });
            const metrics = await verdictOn(check, { ...road, model: fromMetrics });
            expect(said(metrics.verdict)).toEqual(said(tables.verdict));
            expect([check.about.id, metrics.verdict.answer]).toEqual([check.about.id, 'shifted']);
          }

          const { verdict: slow } = await verdictOn(latencyByStage, { ...road, model: fromMetrics });
          expect(slow.line).toMatch(/^p95 of inference_ms went from 7\d ms to \d+ ms on host-2$/);

          const { verdict: again } = await verdictOn(restarts, { ...road, model: fromMetrics });
          expect(again.findings[0]).toMatchObject({ subject: { name: 'host-2' }, nBefore: 0, nAfter: 11 });
          expect(again.findings[0]?.after).toBeCloseTo(11 / 4, 1);

          // As of half past eight nothing later can be read, however far the window reaches.
          const early = { ...made, now: at('03-01T08:30') };
          const { verdict, asked } = await verdictOn(errors, { ...road, windows: early, model: fromMetrics });
          expect(asked.map(({ text }) => text).join()).toMatch(/to 2026-03-01T08:30:00.000Z/);
          expect(verdict.findings[0]?.nAfter).toBeGreaterThan(250);
          expect(verdict.findings[0]?.nAfter).toBeLessThan(330);

          // A server that answers few points a series, and a segment that no label tells.
          const few = { ...road, model: fromMetrics, source: { max_points: 10 } };
          expect((await verdictOn(latencyByStage, few)).verdict.answer).toBe('shifted');
          const narrow = { ...road, model: fromMetrics, source: { max_series: 2 } };
          expect((await verdictOn(latencyByStage, narrow)).verdict).toMatchObject({
            answer: 'inconclusive',
            reason: 'metrics: infra.latency: the answer has more than 2 series',
          });
          const segment = { ...road, model: fromMetrics, context: { segment: { country: 'BR' } } };
          expect((await verdictOn(errors, segment)).verdict).toMatchObject({
            answer: 'inconclusive',
            reason: 'metrics: no label of infra.requests tells segment country apart',
          });
        },
      );
    });
  },
  60_000,
);
