import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadModelServer, Value } from '../../bench/variations/pipeline.ts';
import { planBundles } from '../../bench/variations/plan.ts';
import { recordedBundles } from '../../bench/variations/recorded.ts';
import { vary } from '../../bench/variations/vary.ts';
import { Figure, openWorkbench } from '../../bench/variations/workbench.ts';
import type { Workbench } from '../../bench/variations/workbench.ts';
import { alertIn, readAlertFile } from '../../src/cli/alert-file.ts';
import { CHECKS } from '../../src/checks/list.ts';
import { loadConfig } from '../../src/config/load.ts';

const Truth = z.looseObject({
  ids: z.array(z.string()),
  onset: z.string(),
  alert_at: z.coerce.date(),
  culprits: z.array(z.object({ kind: z.string(), name: z.string().nullable() })),
  changes: z.array(z.string().nullable()),
  scope: z.array(z.object({ where: z.record(z.string(), z.union([z.string(), z.boolean()])) })),
  counts: z.object({ rows: z.array(z.array(z.number())) }),
});

let folder: string;
let work: Workbench;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fishbone-variations-'));
  work = await openWorkbench();
});

afterAll(async () => {
  work.close();
  await rm(folder, { recursive: true, force: true });
});

/** Makes one thin bundle of a kind from the first example; its folder and its truth. */
async function make(kind: string, seed: number) {
  const recorded = await recordedBundles('examples/feature-store-keys');
  const [plan] = planBundles({ recorded, seed, count: 1, kinds: [kind] });
  if (plan === undefined) throw new Error('nothing planned');
  await vary({ ...plan, name: kind, size: 1, keep: 0.3, missing: null }, folder);
  const made = join(folder, kind);
  return { made, truth: Truth.parse(JSON.parse(await readFile(join(made, 'truth.json'), 'utf8'))) };
}

const number = async (sql: string): Promise<number> =>
  (await work.row(`SELECT (${sql}) AS value`, z.object({ value: Figure }))).value;

describe('a bundle with nulls at the source', () => {
  let nulls: Awaited<ReturnType<typeof make>>;

  beforeAll(async () => {
    nulls = await make('data.nulls', 5);
  });

  test('serves null in its scope since its onset, offline as well, and nowhere else', async () => {
    const { made, truth } = nulls;
    const feature = truth.culprits[0]?.name ?? '';
    const inScope =
      truth.scope
        .map(({ where }) =>
          Object.entries(where)
            .map(([name, value]) => `p.${name} = '${String(value)}'`)
            .join(' AND '),
        )
        .join(' OR ') || 'true';
    const nullRate = async (table: string, where: string): Promise<number> =>
      number(
        `SELECT avg((t.${feature} IS NULL)::INTEGER) FROM '${made}/data/${table}.parquet' t
         JOIN '${made}/data/predictions.parquet' p USING (request_id) WHERE ${where}`,
      );
    const since = `p.ts >= TIMESTAMP '${truth.onset.replace('Z', '')}'`;
    for (const table of ['predictions', 'features_offline'])
      expect(await nullRate(table, `${since} AND (${inScope})`)).toBeGreaterThan(0.5);
    expect(await nullRate('predictions', `NOT (${since})`)).toBeLessThan(0.03);
    expect(
      await number(
        `SELECT sum(misses) / sum(reads) FROM '${made}/data/feature_reads.parquet' WHERE feature = '${feature}'`,
      ),
    ).toBeLessThan(0.02);
    const counted = truth.counts.rows.reduce((sum, row) => sum + (row.at(-1) ?? 0), 0);
    expect(counted).toBe(
      await number(`SELECT count(*) FROM '${made}/data/predictions.parquet' p WHERE ${since}`),
    );
  });

  test('has a configuration that loads and an alert that fires 12 to 70 minutes after the onset', async () => {
    const { made, truth } = nulls;
    const config = await loadConfig(join(made, 'fishbone.yml'), {
      environment: {},
      checks: CHECKS.map((check) => check.about),
    });
    const alert = alertIn(await readAlertFile(join(made, 'alert.json')), config, new Date());
    expect(alert.startedAt.toISOString()).toBe(truth.alert_at.toISOString());
    const minutes = (truth.alert_at.getTime() - Date.parse(truth.onset)) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(12);
    expect(minutes).toBeLessThanOrEqual(70);
  });

  test('is the same again from the same seed', async () => {
    const once = nulls;
    const sum = `SELECT sum(hash(COLUMNS(*))) % 1000000007 FROM '${once.made}/data/predictions.parquet'`;
    const before = await work.row(sum, z.record(z.string(), z.unknown()));
    const again = await make('data.nulls', 5);
    expect(again.truth).toEqual(once.truth);
    expect(await work.row(sum, z.record(z.string(), z.unknown()))).toEqual(before);
  });
});

describe('a bundle with a broken build', () => {
  test('has scores that the pipelines of before and after give to the raw features', async () => {
    const { made, truth } = await make('code.preprocessing', 3);
    const server = await loadModelServer();
    const pipelines = server.loadPipelines(made);
    const Row = z.looseObject({ score: z.number(), late: z.boolean() }).catchall(Value);
    const rows = await work.rows(
      `SELECT o.* EXCLUDE (ts), p.score, p.ts >= TIMESTAMP '${truth.onset.replace('Z', '')}' AS late
       FROM '${made}/data/features_offline.parquet' o JOIN '${made}/data/predictions.parquet' p USING (request_id)
       JOIN '${made}/data/requests.parquet' r USING (request_id) WHERE NOT r.fallback`,
      Row,
    );
    const agrees = (late: boolean, name: string): number => {
      const chosen = rows.filter((row) => row.late === late);
      const pipeline = pipelines.get(name);
      if (pipeline === undefined || chosen.length === 0) throw new Error('nothing to compare');
      const same = chosen.filter((row) => Math.abs(server.scoreRecord(pipeline, row) - row.score) < 2e-4);
      return same.length / chosen.length;
    };
    expect(pipelines.get('current')?.version).toBe(pipelines.get('previous')?.version);
    // Served and offline features differ in under 1 % of the requests of the quiet days.
    expect(agrees(false, 'previous')).toBeGreaterThan(0.95);
    expect(agrees(true, 'current')).toBeGreaterThan(0.95);
    expect(agrees(true, 'previous')).toBeLessThan(0.9);
  });
});

test('a kind that does not exist is refused with the kinds that do', async () => {
  const recorded = await recordedBundles('examples/feature-store-keys');
  expect(() => planBundles({ recorded, seed: 1, count: 1, kinds: ['data.nul'] })).toThrow(/data\.nul/);
});
