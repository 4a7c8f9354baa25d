import { DuckDBInstance } from '@duckdb/node-api';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { FishboneConfig } from '../../src/config/schema.ts';
import type { Log } from '../../src/response/ports.ts';
import type { Aggregate } from '../../src/sql/aggregate.ts';
import { count, table } from '../../src/sql/build.ts';
import { openWarehouses } from '../../src/sources/warehouses.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Runs SQL on a DuckDB of its own: how tests lay down the files that they then read. */
export async function lay(...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`SET TimeZone = 'UTC'`);
    for (const statement of statements) await connection.run(statement);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A folder that is gone after the test. */
export async function folderFor(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'fishbone-sources-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Overrides = { readonly model?: object; readonly source?: object };

/** The configuration of one model whose tables lie in `data` beside it. */
export function configured({ model = {}, source = {} }: Overrides = {}) {
  return FishboneConfig.parse({
    version: 1,
    sources: { logs: { type: 'duckdb', path: './data', threads: 2, ...source } },
    models: {
      risk: {
        predictions: {
          source: 'logs',
          table: 'predictions',
          id: 'request_id',
          time: 'ts',
          score: 'score',
          label: { column: 'label', known_at: 'label_ts' },
          segments: ['country'],
          features: ['balance'],
        },
        ...model,
      },
    },
  });
}

export function warehousesOf(folder: string, config = configured()) {
  return openWarehouses({
    config,
    folder,
    log: silent,
    clock: { now: () => new Date('2026-01-01T00:00:00Z') },
  });
}

export const unhurried = { signal: new AbortController().signal };

/** How many predictions there are. */
export const rowCount: Aggregate = {
  kind: 'aggregate',
  from: table('predictions'),
  where: [],
  by: {},
  measures: { rows: count() },
};

/** 100 predictions, one a minute. */
export const rows = `SELECT 'r' || i AS request_id, TIMESTAMP '2026-03-01' + INTERVAL (i) MINUTE AS ts, 'c' || (i % 3) AS country,
  i::DOUBLE AS balance, 0.5::DOUBLE AS score, 1 AS label, ts AS label_ts FROM range(100) t(i)`;

/** A folder whose `data` holds the predictions that the statement selects. */
export async function withData(
  select: string,
  use: (folder: string, data: string) => Promise<void>,
): Promise<void> {
  await folderFor(async (folder) => {
    const data = join(folder, 'data');
    await mkdir(data);
    await lay(`COPY (${select}) TO '${data}/predictions.parquet'`);
    await use(folder, data);
  });
}

/** The answer over such predictions. */
export async function askOver(select: string, question: Aggregate) {
  let answered: unknown;
  await withData(select, async (folder) => {
    const warehouses = warehousesOf(folder);
    answered = await (await warehouses.open('risk', null)).askOne(question, unhurried);
    await warehouses.close();
  });
  return answered;
}

export function containing(text: string): unknown {
  return expect.stringContaining(text);
}
