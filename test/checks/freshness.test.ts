import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askCheck } from '../../src/checks/ask.ts';
import { contextOf } from '../../src/checks/context.ts';
import { freshness } from '../../src/checks/freshness.ts';
import type { Verdict } from '../../src/checks/evidence.ts';
import { ModelConfig } from '../../src/config/schema/model-schema.ts';
import { runInquiry } from '../../src/response/checks/run-inquiries.ts';
import { configured, folderFor, lay, unhurried, warehousesOf } from '../sources/made-tables.ts';

const onset = `TIMESTAMP '2026-03-09 12:00:00'`;
const now = new Date('2026-03-09T20:00:00Z');

/** Ages of `balance` every five minutes for nine days: an hourly batch, and what is added to it. */
async function judged(added: string): Promise<Verdict> {
  let verdict: Verdict | null = null;
  await folderFor(async (folder) => {
    const data = join(folder, 'data');
    await mkdir(data);
    await lay(
      `COPY (SELECT TIMESTAMP '2026-03-01' + INTERVAL (i * 5) MINUTE AS ts, 'balance' AS feature, 10 AS reads, 0 AS misses, (i % 12) * 300.0 + hash(i) % 60 + ${added} AS age_p95_s FROM range(2600) t(i)) TO '${data}/feature_reads.parquet'`,
    );
    const config = configured({
      model: { feature_reads: { source: 'logs', table: 'feature_reads', time: 'ts' } },
    });
    const warehouses = warehousesOf(folder, config);
    const warehouse = await warehouses.open('risk', now);
    const usual = contextOf(
      { modelName: 'risk', model: ModelConfig.parse(config.models['risk']), alert: null, now },
      null,
    );
    const at = new Date('2026-03-09T12:00:00Z');
    const windows = {
      baseline: { from: new Date('2026-03-02T12:00:00Z'), to: at },
      incident: { from: at, to: now },
      onset: at,
      now,
    };
    const inquiry = askCheck(freshness, { ...usual, windows });
    verdict = (await runInquiry(inquiry, warehouse, unhurried.signal)).result;
    await warehouses.close();
  });
  if (verdict === null) throw new Error('the check gave no verdict');
  return verdict;
}

const row = `TIMESTAMP '2026-03-01' + INTERVAL (i * 5) MINUTE`;

test('a feature whose refresh stopped is older than it ever was, and stays so', async () => {
  const verdict = await judged(`greatest(0, epoch(${row}) - epoch(${onset}))`);
  expect(verdict.answer).toBe('shifted');
  expect(verdict.findings[0]).toMatchObject({ subject: { kind: 'feature', name: 'balance' }, shifted: true });
  expect(Number(verdict.findings[0]?.detail?.['meanSecondsAfter'])).toBeGreaterThan(10_000);
});

test('the sawtooth of an hourly batch is its usual age', async () => {
  expect((await judged('0')).answer).toBe('steady');
});

test('one batch that came late passes by itself', async () => {
  const verdict = await judged(
    `CASE WHEN ${row} BETWEEN ${onset} AND ${onset} + INTERVAL 40 MINUTE THEN 9000 ELSE 0 END`,
  );
  expect(verdict.answer).toBe('steady');
});
