import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/list.ts';
import { FEATURE_CHECKS } from '../../src/config/sense/checks-of-one.ts';
import { FishboneConfig, MonitorConfig } from '../../src/config/schema.ts';
import type { Judged } from '../../src/monitors/judge.ts';
import { verdictOn } from '../../src/monitors/about-one.ts';
import { lookOnce } from '../../src/response/monitors/look-once.ts';

import { statements, usualModel } from '../checks/made-model.ts';
import { folderFor, lay, unhurried, warehousesOf } from '../sources/made-tables.ts';

/** From noon of 9 March: income is lost or stuck, its reads miss and age, and countries come that training never saw. */
const made = {
  served: 'CASE WHEN NOT broken THEN true_income WHEN u8 < 0.3 THEN NULL ELSE 5 END',
  country: `CASE WHEN broken AND u1 < 0.3 THEN 'XX' WHEN u1 < 0.6 THEN 'BR' ELSE 'US' END`,
};
const offline = (folder: string): string =>
  `COPY (SELECT i AS request_id, ts, true_income AS income, age, country, device FROM made WHERE i % 2 = 0)
   TO '${join(folder, 'features_offline.parquet')}'`;
const reads = (folder: string): string =>
  `COPY (SELECT time_bucket(INTERVAL '1 minutes', ts) AS ts, feature, count(*) AS reads,
     sum(CASE WHEN broken AND feature = 'income' AND u7 < 0.4 THEN 1 WHEN u7 < 0.01 THEN 1 ELSE 0 END) AS misses,
     max(CASE WHEN broken AND feature = 'income' THEN 90000 ELSE 300 + 60 * u6 END) AS age_s
   FROM made, (VALUES ('income'), ('age')) f(feature) GROUP BY 1, 2) TO '${join(folder, 'feature_reads.parquet')}'`;
const stages = (folder: string): string =>
  `COPY (SELECT i AS request_id, ts, CASE WHEN i % 2 = 0 THEN 'host-a' ELSE 'host-b' END AS host,
     20 + 4 * u1 + CASE WHEN broken AND i % 2 = 0 THEN 60 ELSE 0 END AS fetch_ms, 8 + 2 * u2 AS infer_ms
   FROM made) TO '${join(folder, 'stages.parquet')}'`;

const model = {
  ...usualModel,
  predictions: { ...usualModel.predictions, features: ['income', 'age', 'country', 'device'] },
  offline_features: { source: 'logs', table: 'features_offline', id: 'request_id', time: 'ts' },
  requests: {
    source: 'logs',
    table: 'stages',
    time: 'ts',
    id: 'request_id',
    host: 'host',
    stages: ['fetch_ms', 'infer_ms'],
  },
  feature_reads: {
    source: 'logs',
    table: 'feature_reads',
    time: 'ts',
    feature: 'feature',
    reads: 'reads',
    misses: 'misses',
    age: 'age_s',
  },
};

let look: (check: string, column?: string, budgets?: Readonly<Record<string, number>>) => Promise<Judged>;
let done: () => void;
let over: Promise<void>;
beforeAll(async () => {
  await new Promise<void>((ready) => {
    over = folderFor(async (folder) => {
      await lay(...statements(folder, made), offline(folder), reads(folder), stages(folder));
      const config = FishboneConfig.parse({
        version: 1,
        sources: { logs: { type: 'duckdb', path: '.' } },
        models: { risk: model },
      });
      const warehouses = warehousesOf(folder, config);
      const of = config.models['risk'];
      if (of === undefined) throw new Error('the model is configured above');
      const at = new Date('2026-03-09T14:00Z');
      look = (check, column, budgets = {}) => {
        const asked = { model: 'risk', check, column, budgets, minimum: 1, schedule: { cron: '0 * * * *' } };
        const named = { name: 'm', monitor: MonitorConfig.parse(asked) };
        return lookOnce({ named, model: of, at, earlier: [], warehouses, signal: unhurried.signal });
      };
      const ended = new Promise<void>((end) => {
        done = end;
      });
      ready();
      await ended;
      await warehouses.close();
    });
  });
});
afterAll(async () => {
  done();
  await over;
});

describe.each(
  FEATURE_CHECKS.map((check) => [
    check,
    ...(check === 'categories' ? ['country', 'device'] : ['income', 'age']),
  ]),
)('a monitor of %s', (check, broken = '', sound = '') => {
  test(`about ${broken} alone alerts for it, and one about ${sound} stays quiet`, async () => {
    expect(CHECKS.map(({ about }) => about.id)).toContain(check);
    expect(await look(check), 'about all of them').toMatchObject({ outcome: 'shifted' });
    const one = await look(check, broken);
    expect(one).toMatchObject({
      outcome: 'shifted',
      finding: { subject: { kind: 'feature', name: broken } },
    });
    expect(one.reason).toContain(broken);
    expect(one.reason).not.toMatch(new RegExp(`\\b${sound}\\b`));
    const other = await look(check, sound);
    expect(other).toMatchObject({ outcome: 'steady' });
    expect(other.reason).not.toContain(broken);
  });
});

describe('a monitor of latency-by-stage', () => {
  test('about one stage alone alerts for it, with the host that is slow, and not for another', async () => {
    const slow = await look('latency-by-stage', 'fetch_ms');
    expect(slow).toMatchObject({
      outcome: 'shifted',
      finding: { subject: { kind: 'stage', name: 'fetch_ms' } },
    });
    expect(slow.reason).toContain('on host-a');
    const other = await look('latency-by-stage', 'infer_ms');
    expect(other).toMatchObject({ outcome: 'steady' });
    expect(other.reason).not.toContain('fetch_ms');
  });

  test('minds the budget of its stage', async () => {
    expect(await look('latency-by-stage', 'infer_ms', { infer_ms: 5 })).toMatchObject({ outcome: 'shifted' });
    expect(await look('latency-by-stage', 'infer_ms', { infer_ms: 50 })).toMatchObject({ outcome: 'steady' });
  });
});

test('a feature that was never read has nothing to be said of, which is no calm', async () => {
  expect(await look('feature-store', 'device')).toMatchObject({ outcome: 'inconclusive' });
  const verdict = { answer: 'steady', line: 'all as before', findings: [] } as const;
  expect(verdictOn(verdict, { kind: 'feature', name: 'age' })).toMatchObject({ answer: 'inconclusive' });
});
