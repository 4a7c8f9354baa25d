import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Aggregate } from '../../src/sql/aggregate.ts';
import { column, ln, sum, table, times } from '../../src/sql/build.ts';
import { configured, containing, rowCount, rows, unhurried, warehousesOf, withData } from './made-tables.ts';

describe('failures', () => {
  test('of one question leave the answers of the others alone, even in a shared scan', async () => {
    await withData(rows, async (folder, data) => {
      await writeFile(join(data, 'training.parquet'), 'PAR1 this is no Parquet file PAR1');
      const config = configured({
        model: {
          reference: { source: 'logs', table: 'training' },
          golden: { source: 'logs', table: 'gold', id: 'id' },
        },
      });
      const warehouses = warehousesOf(folder, config);
      const answers = await (
        await warehouses.open('risk', null)
      ).ask(
        {
          good: rowCount,
          misspelled: { ...rowCount, measures: { sum: sum(column('balanse')) } },
          corrupt: { ...rowCount, from: table('reference') },
          absent: { ...rowCount, from: table('golden') },
          unconfigured: { ...rowCount, from: table('hosts') },
          score: { kind: 'score', pipeline: 'current', records: [] },
        },
        unhurried,
      );
      expect(answers['good']).toMatchObject({ kind: 'rows', rows: [{ rows: 100 }] });
      expect(answers['misspelled']).toMatchObject({ kind: 'failed', cause: 'missing', source: 'logs' });
      expect(answers['corrupt']).toMatchObject({ kind: 'failed', cause: 'broken', source: 'logs' });
      expect(answers['absent']).toMatchObject({
        kind: 'failed',
        cause: 'missing',
        hint: containing('predictions, training'),
      });
      expect(answers['unconfigured']).toMatchObject({ kind: 'failed', cause: 'not-configured' });
      expect(answers['score']).toMatchObject({ kind: 'failed', cause: 'not-configured' });
      await warehouses.close();
    });
  });

  test('a file cut short while it was written is broken', async () => {
    await withData(rows, async (folder, data) => {
      await truncate(join(data, 'predictions.parquet'), 300);
      const warehouses = warehousesOf(folder);
      expect(await (await warehouses.open('risk', null)).askOne(rowCount, unhurried)).toMatchObject({
        kind: 'failed',
        cause: 'broken',
      });
      await warehouses.close();
    });
  });

  const slow: Aggregate = {
    ...rowCount,
    from: {
      kind: 'join',
      left: 'predictions',
      right: 'predictions',
      on: { left: 'country', right: 'country' },
    },
    measures: { sum: sum(times(column('balance', 'left'), ln(column('balance', 'right')))) },
  };
  const many = rows.replace('range(100)', 'range(120000)').replace('(i) MINUTE', '(i) SECOND');

  test('a query that takes too long is stopped, and a cancelled one stops at once', async () => {
    await withData(many, async (folder) => {
      const warehouses = warehousesOf(folder, configured({ source: { timeout: '2s' } }));
      const warehouse = await warehouses.open('risk', null);
      const started = performance.now();
      expect(await warehouse.askOne(slow, unhurried)).toMatchObject({
        kind: 'failed',
        cause: 'timeout',
        message: containing('2 s'),
      });
      expect(performance.now() - started).toBeLessThan(15_000);

      const controller = new AbortController();
      setTimeout(() => controller.abort(), 100);
      const begun = performance.now();
      expect(await warehouse.askOne(slow, { signal: controller.signal })).toMatchObject({
        kind: 'failed',
        cause: 'cancelled',
      });
      expect(performance.now() - begun).toBeLessThan(1900);
      expect(await warehouse.askOne(rowCount, { signal: controller.signal })).toMatchObject({
        kind: 'failed',
        cause: 'cancelled',
      });
      expect(await warehouse.askOne(rowCount, unhurried)).toMatchObject({ rows: [{ rows: 120_000 }] });
      await warehouses.close();
    });
  });

  test('of memory over keys with very many values are tried again in a way that needs less', async () => {
    const wide = `SELECT *, 'a' || (hash(request_id) % 300) AS a, 'b' || (hash(request_id, 1) % 300) AS b,
      'c' || (hash(request_id, 2) % 300) AS c, 'd' || (hash(request_id, 3) % 300) AS d FROM (${rows.replace('range(100)', 'range(600000)').replace('(i) MINUTE', '(i) SECOND')})`;
    await withData(wide, async (folder) => {
      const warehouses = warehousesOf(folder, configured({ source: { memory: '70MB' } }));
      const warehouse = await warehouses.open('risk', null);
      const by = { a: column('a'), b: column('b'), c: column('c'), d: column('d') };
      const answer = await warehouse.askOne(
        { ...rowCount, by, sets: [[], ['a'], ['b'], ['c'], ['d'], ['a', 'b']] },
        unhurried,
      );
      expect(answer).toMatchObject({ kind: 'rows' });
      const total = answer.kind === 'rows' ? answer.rows.find((row) => row['set'] === 0) : undefined;
      expect(total).toMatchObject({ rows: 600_000 });
      expect(answer.kind === 'rows' ? answer.asked.text : '').not.toContain('"covered"');
      await warehouses.close();
    });
  });
});
