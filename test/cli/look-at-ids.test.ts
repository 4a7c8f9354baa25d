import { describe, expect, test } from 'vitest';
import { lookAtTables } from '../../src/cli/doctor/look-at-tables.ts';
import type { LoadedConfig } from '../../src/config/load.ts';
import { configText, load } from '../config/config-text.ts';
import { configured, rows, warehousesOf, withData } from '../sources/made-tables.ts';

/** What the doctor says about the ids of predictions like these. */
async function saidOver(select: string, predictions: object = {}) {
  let said: unknown;
  await withData(select, async (folder) => {
    const usual = configured().models['risk'];
    const config = configured({ model: { predictions: { ...usual?.predictions, ...predictions } } });
    const loaded: LoadedConfig = { ...load(configText()), config };
    const lines = await lookAtTables(loaded, async () => warehousesOf(folder, config));
    said = lines
      .filter(({ about }) => about === 'ids of risk')
      .map(({ level, words }) => `${level}: ${words}`);
  });
  return said;
}

describe('the ids of the predictions', () => {
  test('are fine where every row has its own, also where some have none', async () => {
    const fine = ['ok: no two rows of predictions share a request_id'];
    expect(await saidOver(rows)).toEqual(fine);
    const some = `SELECT * REPLACE (CASE WHEN balance >= 10 THEN request_id END AS request_id) FROM (${rows})`;
    expect(await saidOver(some)).toEqual(fine);
  });

  test('that come twice are counted, with what they do', async () => {
    expect(await saidOver(`${rows} UNION ALL SELECT * FROM (${rows}) WHERE balance < 25`)).toEqual([
      'warning: 20 % of the rows of predictions repeat the request_id of another (125 rows, 100 different): joins with requests and offline features count them more than once',
    ]);
  });

  test('are no longer asked about where their column is not there', async () => {
    expect(await saidOver(rows, { id: 'request' })).toEqual([]);
  });
});
