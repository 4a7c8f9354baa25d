import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { column, count, sum } from '../../src/sql/build.ts';
import {
  configured,
  folderFor,
  lay,
  rowCount,
  rows,
  unhurried,
  warehousesOf,
  withData,
} from './made-tables.ts';

describe('sources', () => {
  test('may hold a table as Parquet, CSV, JSON lines, a folder of files or partitions by day', async () => {
    const layouts: Readonly<Record<string, (data: string) => string[]>> = {
      csv: (data) => [`COPY (${rows}) TO '${data}/predictions.csv' (HEADER)`],
      json: (data) => [`COPY (${rows}) TO '${data}/predictions.jsonl' (FORMAT json)`],
      folder: (data) => [
        `COPY (SELECT * FROM (${rows}) WHERE balance < 40) TO '${data}/predictions/a.parquet'`,
        `COPY (SELECT * FROM (${rows}) WHERE balance >= 40) TO '${data}/predictions/b.parquet'`,
      ],
      partitions: (data) => [
        `COPY (SELECT *, ts::DATE AS day FROM (${rows})) TO '${data}/predictions' (FORMAT parquet, PARTITION_BY (day), OVERWRITE)`,
      ],
    };
    for (const [name, statements] of Object.entries(layouts))
      await folderFor(async (folder) => {
        await mkdir(join(folder, 'data', 'predictions'), { recursive: true });
        await lay(...statements(join(folder, 'data')));
        const warehouses = warehousesOf(folder);
        const warehouse = await warehouses.open('risk', null);
        const question = { ...rowCount, measures: { rows: count(), balance: sum(column('balance')) } };
        expect({ name, answer: await warehouse.askOne(question, unhurried) }).toMatchObject({
          name,
          answer: { rows: [{ rows: 100, balance: 4950 }] },
        });
        await warehouses.close();
      });
  });

  test('may be a glob, a file or a database, in a folder with brackets in its name', async () => {
    for (const [source, statement] of [
      ['./da[ta]/*.parquet', `COPY (${rows}) TO '$/predictions.parquet'`],
      ['./da[ta]/predictions.parquet', `COPY (${rows}) TO '$/predictions.parquet'`],
      ['./da[ta]', `COPY (${rows}) TO '$/predictions.parquet'`],
    ] as const)
      await folderFor(async (folder) => {
        const data = join(folder, source.includes('*') ? 'data' : 'da[ta]');
        await mkdir(data);
        await lay(statement.replace('$', data));
        const path = source.includes('*') ? './data/*.parquet' : source;
        const warehouses = warehousesOf(folder, configured({ source: { path } }));
        const answer = await (await warehouses.open('risk', null)).askOne(rowCount, unhurried);
        expect({ path, answer }).toMatchObject({ path, answer: { rows: [{ rows: 100 }] } });
        await warehouses.close();
      });
    await folderFor(async (folder) => {
      await lay(`ATTACH '${folder}/logs.duckdb' AS logs`, `CREATE TABLE logs.predictions AS ${rows}`);
      const warehouses = warehousesOf(folder, configured({ source: { path: './logs.duckdb' } }));
      const warehouse = await warehouses.open('risk', null);
      expect(await warehouse.askOne(rowCount, unhurried)).toMatchObject({ rows: [{ rows: 100 }] });
      expect((await warehouse.columns('predictions'))?.map(({ type }) => type)).toEqual([
        'text',
        'time',
        'text',
        'number',
        'number',
        'number',
        'time',
      ]);
      await warehouses.close();
    });
  });

  test('leave no trace beside the files they read', async () => {
    await withData(rows, async (folder, data) => {
      const warehouses = warehousesOf(folder);
      await (await warehouses.open('risk', null)).askOne(rowCount, unhurried);
      await warehouses.close();
      expect(await readdir(data)).toEqual(['predictions.parquet']);
    });
  });

  test('that lie nowhere, and models that are not configured, say so', async () => {
    await folderFor(async (folder) => {
      const warehouses = warehousesOf(folder);
      expect(await warehouses.health()).toMatchObject([{ source: 'logs', ok: false }]);
      await expect(warehouses.open('rsk', null)).rejects.toMatchObject({ code: 'not-configured' });
      const warehouse = await warehouses.open('risk', null);
      expect(await warehouse.askOne(rowCount, unhurried)).toMatchObject({ kind: 'failed', cause: 'missing' });
      await expect(warehouse.columns('predictions')).rejects.toMatchObject({ code: 'missing' });
      expect(await warehouse.columns('hosts')).toBeNull();
      await warehouses.close();
    });
  });
});
