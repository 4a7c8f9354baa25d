import { DuckDBInstance } from '@duckdb/node-api';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** Two thirds of the features are numbers, of few and of many different values; the others are texts. */
export function tableOf(rows: number, features: number, segments: number) {
  const names = Array.from({ length: features }, (_, k) => `f${k}`);
  const places = Array.from({ length: segments }, (_, k) => `s${k}`);
  const cardinalities = [12, 4, 6, 27, 3, 2];
  const values = names.map((name, k) => {
    const drawn = `hash(i * 17 + ${k})`;
    const value =
      k % 3 === 2
        ? `'c' || (${drawn} % ${4 + k})`
        : `(${drawn} % ${k % 3 === 0 ? 100_000 : 60})::DOUBLE / ${k % 3 === 0 ? 100 : 1}`;
    const missing =
      k === 0 ? `CASE WHEN i > ${rows / 2} AND hash(i * 31 + 1) % 4 = 0 THEN 20 ELSE 2 END` : '2';
    return `CASE WHEN hash(i * 31 + ${k}) % 100 < ${missing} THEN NULL ELSE ${value} END AS ${name}`;
  });
  const seconds = (14 * 86_400) / rows;
  return {
    names,
    places,
    select: `SELECT i AS id, TIMESTAMP '2026-03-01' + to_seconds(i * ${seconds}) AS ts, (hash(i) % 1000) / 1000.0::DOUBLE AS score,
      (hash(i + 7) % 10 < 3)::INTEGER AS label, ${[...values, ...places.map((s, k) => `'v' || (hash(i * 31 + ${k}) % ${cardinalities[k] ?? 2}) AS ${s}`)].join(', ')}
      FROM range(${rows}) t(i)`,
    bare: (columns: readonly string[]) =>
      `SELECT count(*), min(ts), sum(score), ${columns.map((name) => `count(${name}), max(${name})`).join(', ')}`,
  };
}

/** Writes the rows that are selected as the predictions of a folder; what is there already is left as it is. */
export async function layTable(folder: string, select: string): Promise<void> {
  const table = join(folder, 'predictions.parquet');
  if (existsSync(table)) return;
  await mkdir(folder, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
  const connection = await instance.connect();
  await connection.run(`COPY (${select}) TO '${table}.part' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  await rename(`${table}.part`, table);
}
