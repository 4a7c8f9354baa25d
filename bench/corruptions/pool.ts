import type { DuckDBConnection } from '@duckdb/node-api';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load.ts';
import type { ModelConfig } from '../../src/config/schema.ts';

/** Rows that nothing had happened to yet, to draw frames from: a table in the connection. */
export type Pool = {
  readonly name: string;
  readonly connection: DuckDBConnection;
  readonly table: string;
  readonly rows: number;
  readonly predictions: ModelConfig['predictions'];
};

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Reads the first half of a folder's predictions by time: its first model, as its fishbone.yml describes it. */
export async function readPool(connection: DuckDBConnection, folder: string, index: number): Promise<Pool> {
  const { config } = await loadConfig(join(folder, 'fishbone.yml'));
  const [model] = Object.values(config.models);
  if (model === undefined) throw new Error(`there is no model in ${folder}`);
  const { predictions } = model;
  const source = config.sources[predictions.source];
  if (source?.type !== 'duckdb') throw new Error(`the predictions of ${folder} are in no folder of files`);
  const table = `pool_${index}`;
  const file = literal(join(source.path, `${predictions.table}.parquet`));
  const time = quoted(predictions.time);
  await connection.run(
    `CREATE TABLE ${table} AS SELECT * FROM read_parquet(${file})
     WHERE ${time} < (SELECT min(${time}) + (max(${time}) - min(${time})) / 2 FROM read_parquet(${file}))`,
  );
  return { name: folder, connection, table, rows: await countRows(connection, table), predictions };
}

/** Made rows: numbers of several shapes and categories, all independent, so that nothing is told by another column. */
export async function makePool(connection: DuckDBConnection): Promise<Pool> {
  const normal = 'sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())';
  await connection.run(
    `CREATE TABLE made AS SELECT i AS id, TIMESTAMP '2026-01-01' + to_seconds(i) AS ts, random() AS score,
       (random() < 0.3)::INTEGER AS label, TIMESTAMP '2026-01-01' + to_seconds(i + 600) AS label_ts,
       round(100 * (${normal})) AS bell, round(exp(3 + ${normal})) AS amount, floor(1000 * random()) AS flat,
       CASE WHEN random() < 0.7 THEN 0 ELSE round(exp(2 + ${normal})) END AS rare,
       'v' || floor(20 * random() * random()) AS shop, CASE WHEN random() < 0.7 THEN 'no' ELSE 'yes' END AS member,
       ['one', 'two', 'three', 'four', 'five'][1 + floor(5 * random() * random())::INTEGER] AS tier,
       CASE WHEN random() < 0.95 THEN 'web' ELSE 'phone' END AS device
     FROM range(60000) t(i)`,
  );
  return {
    name: 'made',
    connection,
    table: 'made',
    rows: await countRows(connection, 'made'),
    predictions: {
      source: 'made',
      table: 'predictions',
      id: 'id',
      time: 'ts',
      score: 'score',
      label: { column: 'label', known_at: 'label_ts' },
      segments: [],
      features: ['bell', 'amount', 'flat', 'rare', 'shop', 'member', 'tier', 'device'],
    },
  };
}

async function countRows(connection: DuckDBConnection, table: string): Promise<number> {
  const read = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${table}`);
  return Number(read.getRows()[0]?.[0]);
}
