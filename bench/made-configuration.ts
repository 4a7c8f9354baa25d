import { DuckDBInstance } from '@duckdb/node-api';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

/**
 * Lays a small table of predictions and a `fishbone.yml` that reads it under many model names into `folder`, so that as
 * many alerts can open an incident each. Answers with the path of the file.
 */
export async function makeConfiguration(
  folder: string,
  {
    models,
    port,
    ...more
  }: {
    readonly models: readonly string[];
    readonly port: number;
    /** Further keys of the file. */
    readonly slack?: Readonly<Record<string, unknown>>;
    readonly retention?: Readonly<Record<string, unknown>>;
  },
): Promise<string> {
  await layPredictions(join(folder, 'data'));
  const predictions = {
    source: 'logs',
    table: 'predictions',
    id: 'request_id',
    time: 'ts',
    version: 'model_version',
    score: 'score',
    label: { column: 'label', known_at: 'label_ts' },
    segments: ['country'],
    features: ['amount', 'age'],
  };
  const path = join(folder, 'fishbone.yml');
  await writeFile(
    path,
    stringify({
      version: 1,
      sources: { logs: { type: 'duckdb', path: './data' } },
      models: Object.fromEntries(models.map((model) => [model, { predictions }])),
      intake: { port },
      storage: { path: './fishbone.db' },
      ...more,
    }),
  );
  return path;
}

/** Eight days, a request every five minutes. */
async function layPredictions(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (
       SELECT 'r' || i AS request_id, TIMESTAMP '2026-03-01' + to_seconds(i * 300) AS ts, 'v1' AS model_version,
         ['BR', 'US', 'IN'][1 + i % 3] AS country, (hash(i * 3) % 1000) / 10.0 AS amount,
         18 + hash(i * 5) % 60 AS age, (hash(i * 7) % 1000) / 1000.0 AS score,
         (hash(i * 11) % 1000 < hash(i * 7) % 1000)::INT AS label, ts + INTERVAL 1 HOUR AS label_ts
       FROM range(8 * 288) t(i)
     ) TO '${folder}/predictions.parquet' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
}
