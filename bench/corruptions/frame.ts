import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { askCheck } from '../../src/checks/ask.ts';
import type { Check, CheckContext } from '../../src/checks/check.ts';
import type { Verdict } from '../../src/checks/evidence.ts';
import { profileFeatures } from '../../src/checks/features/profile.ts';
import type { FeatureProfile } from '../../src/checks/features/profile.ts';
import { FishboneConfig } from '../../src/config/schema.ts';
import { contextOf } from '../../src/checks/context.ts';
import { runInquiries, runInquiry } from '../../src/response/checks/run-inquiries.ts';
import { openWarehouses } from '../../src/sources/warehouses.ts';
import type { Corruption } from './corruption.ts';
import { type Pool, quoted } from './pool.ts';

const baseline = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-03-02T00:00:00Z') };
const incident = { from: baseline.to, to: new Date('2026-03-03T00:00:00Z') };
const now = new Date('2026-04-01T00:00:00Z');
const nothing = () => {};
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
/** An offline table holds one request in so many, as those of the examples do. */
const offlineEvery = 7;

export type FrameInput = {
  /** Rows in each window; as many again are the training data. */
  readonly n: number;
  readonly seed: number;
  readonly folder: string;
  readonly checks: readonly Check[];
  readonly corruption: Corruption | null;
};

/**
 * Draws rows without putting any back, before, after and for training; spoils those after; lets the checks run over
 * Parquet as they do in an incident. Gives their verdicts by check.
 */
export async function runFrame(pool: Pool, input: FrameInput): Promise<Readonly<Record<string, Verdict>>> {
  return inFrame(pool, input, async ({ warehouse, context }) => {
    const profile = (await runInquiry(profileFeatures(context), warehouse, signal)).result;
    const inquiries = Object.fromEntries(
      input.checks.map((check) => [check.about.id, askCheck(check, { ...context, profile })]),
    );
    const outcomes = await runInquiries(inquiries, warehouse, { signal });
    return Object.fromEntries(
      Object.entries(outcomes).map(([id, outcome]) => {
        if ('crashed' in outcome) throw outcome.crashed;
        return [id, outcome.result];
      }),
    );
  });
}

/** What the features of a pool look like: by this it is drawn what can be done to them. */
export async function profilePool(pool: Pool, folder: string): Promise<readonly FeatureProfile[]> {
  const input = { n: Math.floor(pool.rows / 4), seed: 0, folder, checks: [], corruption: null };
  return inFrame(pool, input, async ({ warehouse, context }) => {
    return (await runInquiry(profileFeatures(context), warehouse, signal)).result;
  });
}

const { signal } = new AbortController();

type Opened = {
  readonly warehouse: Awaited<ReturnType<ReturnType<typeof openWarehouses>['open']>>;
  readonly context: CheckContext;
};

async function inFrame<T>(pool: Pool, input: FrameInput, work: (opened: Opened) => Promise<T>): Promise<T> {
  const data = join(input.folder, `frame-${input.seed}`);
  await mkdir(data);
  await lay(pool, input, data);
  const { predictions } = pool;
  const config = FishboneConfig.parse({
    version: 1,
    sources: { frame: { type: 'duckdb', path: data, threads: 1 } },
    models: {
      m: {
        predictions: { ...predictions, source: 'frame', table: 'predictions' },
        reference: { source: 'frame', table: 'training' },
        offline_features: { source: 'frame', table: 'offline', id: predictions.id, time: predictions.time },
      },
    },
  });
  const warehouses = openWarehouses({ config, folder: data, log, clock: { now: () => now } });
  try {
    const warehouse = await warehouses.open('m', now);
    const model = config.models['m'];
    if (model === undefined) throw new Error('the model of a frame is gone');
    const context = contextOf({ modelName: 'm', model, alert: null, now }, null);
    return await work({
      warehouse,
      context: { ...context, windows: { ...context.windows, baseline, incident } },
    });
  } finally {
    await warehouses.close();
    await rm(data, { recursive: true, force: true });
  }
}

async function lay({ connection, table, predictions }: Pool, input: FrameInput, data: string): Promise<void> {
  const { n, seed, corruption } = input;
  const [time, id] = [quoted(predictions.time), quoted(predictions.id)];
  const known = predictions.label?.known_at;
  // Times are drawn anew: what happened when is shuffled, and a label keeps its age.
  const at = `TIMESTAMP '${baseline.from.toISOString().slice(0, 19)}' + to_seconds(86400 * ((i - 1) // ${n} + moment))`;
  const moved = known === undefined ? '' : `, ${at} + (${quoted(known)} - ${time}) AS ${quoted(known)}`;
  const spoilt = Object.entries(corruption?.values ?? {}).map(
    ([name, value]) => `CASE WHEN hit THEN ${value} ELSE ${quoted(name)} END AS ${quoted(name)}`,
  );
  await connection.run(`SELECT setseed(${((seed * 0.618033988749895) % 1).toFixed(12)})`);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE drawn AS SELECT * REPLACE (${at} AS ${time}${moved}) FROM (
       SELECT *, row_number() OVER (ORDER BY random()) AS i, random() AS moment,
         random() < ${corruption?.share ?? 0} AS hit, random() < 1.0 / ${offlineEvery} AS offline
       FROM ${table}) WHERE i <= ${3 * n}`,
  );
  const features = predictions.features.map(quoted).join(', ');
  const label = predictions.label === undefined ? '' : `, ${quoted(predictions.label.column)}`;
  const write = async (select: string, file: string) =>
    connection.run(`COPY (${select}) TO '${join(data, file)}.parquet' (FORMAT parquet)`);
  const without = '* EXCLUDE (i, moment, hit, offline)';
  const both = `SELECT * REPLACE (hit AND i > ${n} AS hit) FROM drawn WHERE i <= ${2 * n}`;
  await write(
    `SELECT ${without}${spoilt.length === 0 ? '' : ` REPLACE (${spoilt.join(', ')})`} FROM (${both})`,
    'predictions',
  );
  await write(`SELECT ${id}, ${time}, ${features} FROM drawn WHERE i <= ${2 * n} AND offline`, 'offline');
  await write(`SELECT ${features}${label} FROM drawn WHERE i > ${2 * n}`, 'training');
}
