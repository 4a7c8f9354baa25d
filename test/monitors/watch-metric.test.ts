import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FishboneConfig, MonitorConfig } from '../../src/config/schema.ts';
import { sameHours } from '../../src/monitors/same-hours.ts';
import { lookOnce } from '../../src/response/monitors/look-once.ts';
import { statements, usualModel } from '../checks/made-model.ts';
import { folderFor, lay, unhurried, warehousesOf } from '../sources/made-tables.ts';

/** Every day from two to four scores are high, and from noon of 9 March a third of them are lost. */
const score =
  '(CASE WHEN hour(ts) IN (14, 15) THEN 0.6 ELSE 0.3 END + 0.1 * u8) * (CASE WHEN broken THEN 0.66 ELSE 1 END)';

async function said(watch: object, ...times: readonly string[]) {
  const found: { readonly outcome: string; readonly reason: string }[] = [];
  await folderFor(async (folder) => {
    await lay(...statements(folder, { score }));
    const config = FishboneConfig.parse({
      version: 1,
      sources: { logs: { type: 'duckdb', path: '.' } },
      models: { risk: usualModel },
    });
    const warehouses = warehousesOf(folder, config);
    const model = config.models['risk'];
    if (model === undefined) throw new Error(`nothing is watched in ${join(folder, 'fishbone.yml')}`);
    const monitor = MonitorConfig.parse({ model: 'risk', schedule: { cron: '0 * * * *' }, ...watch });
    for (const time of times) {
      const at = new Date(time);
      const named = { name: 'm', monitor };
      const { signal } = unhurried;
      found.push(await lookOnce({ named, model, at, earlier: [], warehouses, signal }));
    }
    await warehouses.close();
  });
  return found;
}

test('scores that are high every afternoon are no shift in the afternoon, and low ones are', async () => {
  const [usual, broken] = await said({ metric: 'mean_score' }, '2026-03-08T16:00Z', '2026-03-09T16:00Z');
  expect(usual).toMatchObject({ outcome: 'steady' });
  expect(usual?.reason).toMatch(/is 0\.6[45]\d? \(0\.650? at these hours before\)/);
  expect(broken).toMatchObject({ outcome: 'shifted' });
});

test('a limit is broken or not, whatever was usual', async () => {
  const [within, above] = await said(
    { metric: 'mean_score', limits: { above: 0.5 } },
    '2026-03-08T13:00Z',
    '2026-03-08T16:00Z',
  );
  expect(within).toMatchObject({ outcome: 'steady' });
  expect(above).toMatchObject({ outcome: 'shifted' });
  expect(above?.reason).toContain('above its limit of 0.5');
});

test('a volume without limits is compared as the check of the volume does', async () => {
  const [usual] = await said({ metric: 'volume' }, '2026-03-08T16:00Z');
  expect(usual?.reason).toContain('usual at that time of day');
});

test('a window of a whole day, or a baseline of two days, has no season', () => {
  const at = (hours: number) => new Date(Date.parse('2026-03-09T00:00Z') + hours * 3_600_000);
  const windows = (hours: number, days: number) => ({
    incident: { from: at(-hours), to: at(0) },
    baseline: { from: at(-hours - 24 * days), to: at(-hours) },
  });
  expect(sameHours(windows(24, 7))).toBeUndefined();
  expect(sameHours(windows(2, 2))).toBeUndefined();
  expect(sameHours(windows(2, 7))).toHaveLength(8);
  expect(sameHours(windows(2, 7))?.at(-1)).toEqual({ from: at(-170), to: at(-168) });
});
