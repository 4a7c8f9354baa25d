import { writeFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plainFailure } from '../../src/sources/plain-failure.ts';
import { configured, rows, warehousesOf, withData } from './made-tables.ts';

const golden = configured({
  model: {
    golden: { source: 'logs', table: 'goldn', id: 'id' },
    reference: { source: 'logs', table: 'golden' },
  },
});

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

test('a table that is not there and a file that is corrupt are told apart, and neither names a path', async () => {
  await withData(rows, async (folder, data) => {
    await writeFile(join(data, 'golden.parquet'), 'PAR1 this is no Parquet file PAR1');
    const warehouses = warehousesOf(folder, golden);
    const warehouse = await warehouses.open('risk', new Date());
    const missing = await warehouse.columns('golden').catch(reason);
    const corrupt = await warehouse.columns('reference').catch(reason);
    await warehouses.close();
    expect(missing).toBe("there is no table 'goldn' in source logs");
    expect(corrupt).toContain("table 'golden' of source logs cannot be read: corrupt Parquet (");
    expect(JSON.stringify([missing, corrupt])).not.toContain(folder);
  });
});

test.each([
  ['that lost its end', 300],
  ['that is empty', 0],
])('a Parquet file %s is called corrupt', async (_, size) => {
  await withData(rows, async (folder, data) => {
    await truncate(join(data, 'predictions.parquet'), size);
    const warehouses = warehousesOf(folder, golden);
    const said = await (await warehouses.open('risk', new Date())).columns('predictions').catch(reason);
    await warehouses.close();
    expect(said).toContain('corrupt Parquet');
    expect(said).not.toContain(folder);
  });
});

test('a path that is mistyped names the nearest there is, and not where the folder lies', async () => {
  await withData(rows, async (folder) => {
    const config = configured({ source: { path: './dta' } });
    const warehouses = warehousesOf(folder, config);
    const [health] = await warehouses.health();
    await warehouses.close();
    expect(health?.message).toBe("there is nothing at dta; did you mean 'data'?");
  });
});

test.each([
  [
    `IO Error: Cannot open file "/srv/ml data/logs/golden.parquet": x`,
    `IO Error: Cannot open file "golden.parquet": x`,
  ],
  ['Could not read /srv/logs/a.csv at line 3', 'Could not read a.csv at line 3'],
  ['division 3 / 4 in http://host/a/b', 'division 3 / 4 in http://host/a/b'],
])('%s is said without the way to the file', (message, said) => {
  expect(plainFailure(message)).toBe(said);
});

test('a CSV with broken lines and bytes that are no text is called that', async () => {
  await withData(rows, async (folder, data) => {
    const good = Array.from({ length: 3000 }, (_, row) => `r${row},2026-03-12 14:05:00,0.5`).join('\n');
    const broken = Buffer.from('broken\n"unclosed,,,\n,,,,,,,,,,,,,\n\xff\xfe\0\n', 'latin1');
    await writeFile(join(data, 'goldn.csv'), Buffer.concat([Buffer.from(`id,ts,score\n${good}\n`), broken]));
    const warehouses = warehousesOf(folder, golden);
    const said = await (await warehouses.open('risk', new Date())).columns('golden').catch(reason);
    await warehouses.close();
    expect(said).toContain("table 'goldn' of source logs cannot be read: not a CSV that can be read");
    expect(said).not.toContain(folder);
  });
});

test('bytes written over in the middle of a Parquet file are called corrupt, though the engine names no format', () => {
  expect(plainFailure("Invalid Error: don't know what type: \u{f}")).toContain('corrupt Parquet (');
});
