import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runFishbone } from '../../src/cli/program.ts';
import { parseConfig } from '../../src/config/load.ts';
import { openPipeline } from '../checks/made-pipelines.ts';
import { statements } from '../checks/made-model.ts';
import { fakeRooms } from '../cli/fake-rooms.ts';
import { fakeTerminal } from '../cli/fake-terminal.ts';
import { folderFor, lay, warehousesOf } from '../sources/made-tables.ts';

const score = (record: Readonly<Record<string, unknown>>): number =>
  1 / (1 + Math.exp(-(3 * Number(record['income'] ?? 0) + Number(record['age'] ?? 0) - 1)));

const golden = (folder: string): string =>
  `COPY (SELECT i AS sample_id, true_income AS income, age, CAST(outcome AS INTEGER) AS label,
    1 / (1 + exp(-(3 * true_income + age - 1))) AS expected FROM made WHERE i < 600) TO '${folder}/golden.parquet' (FORMAT parquet)`;
const offline = (folder: string): string =>
  `COPY (SELECT i AS request_id, ts, true_income AS income, age FROM made WHERE i % 2 = 0) TO '${folder}/features_offline.parquet' (FORMAT parquet)`;

const configOf = (pipeline: object): string => `version: 1
sources: { logs: { type: duckdb, path: . } }
models:
  risk:
    predictions: { source: logs, table: predictions, id: request_id, time: ts, score: score,
      segments: [country, device], features: [income, age] }
    reference: { source: logs, table: training }
    offline_features: { source: logs, table: features_offline, id: request_id, time: ts }
    golden: { source: logs, table: golden, id: sample_id, label: label, expected: expected }
    pipelines: { current: ${JSON.stringify(pipeline)} }
`;

type Job = (
  ...words: readonly string[]
) => Promise<{ readonly exitCode: number; readonly out: string; readonly err: string }>;

/** A job of a CI server: real tables, a real pipeline that serves, and the command line. */
async function inJob(
  served: string | undefined,
  work: (job: Job, folder: string) => Promise<void>,
): Promise<void> {
  const serving = await openPipeline({ kind: 'scores', of: score });
  await folderFor(async (folder) => {
    await lay(...statements(folder, served === undefined ? {} : { served }), golden(folder), offline(folder));
    const text = configOf(serving.config('v1'));
    const loaded = parseConfig(text, join(folder, 'fishbone.yml'), { environment: {} });
    await work(async (...words) => {
      const terminal = fakeTerminal();
      const rooms = fakeRooms({
        loadConfig: async () => loaded,
        openWarehouses: async ({ config }) => warehousesOf(folder, config),
      });
      return { exitCode: await runFishbone(words, { terminal, rooms }), ...terminal.said() };
    }, folder);
  });
  serving.close();
}

test('a canary lets a good model through and stops a bad one, with a report that says why', async () => {
  const good = await openPipeline({ kind: 'scores', of: score });
  const bad = await openPipeline({
    kind: 'scores',
    of: (record) => score({ ...record, income: -Number(record['income']) }),
  });
  const away = await openPipeline({ kind: 'status', status: 500, says: 'out of memory' });
  const urlOf = (pipeline: typeof good): string =>
    String((pipeline.config('v2') as { readonly url?: string }).url);
  await inJob(undefined, async (job, folder) => {
    expect(await job('canary', '--candidate', urlOf(good))).toMatchObject({ exitCode: 0 });
    const reports = ['--junit', join(folder, 'canary.xml'), '--markdown', join(folder, 'canary.md')];
    const stopped = await job('canary', '--candidate', urlOf(bad), ...reports);
    expect(stopped.exitCode).toBe(1);
    expect(stopped.out).toContain('Canary of risk: failed');
    expect(await readFile(join(folder, 'canary.xml'), 'utf8')).toContain('failures="1"');
    const markdown = await readFile(join(folder, 'canary.md'), 'utf8');
    expect(markdown).toMatch(/\| income \| 0\.0 % \| 0\.0 % \| 0\.\d+ \|/);
    const unknown = await job('canary', '--candidate', urlOf(away));
    expect(unknown.exitCode).toBe(3);
    expect(unknown.out).toContain('500');
  });
  for (const pipeline of [good, bad, away]) pipeline.close();
});

test('a contract is written from the training rows, kept by good features and broken by a changed unit', async () => {
  await inJob(undefined, async (job, folder) => {
    const contract = join(folder, 'contract.yml');
    expect(await job('contract', 'init', '-o', contract)).toMatchObject({ exitCode: 0 });
    expect(await readFile(contract, 'utf8')).toContain('type: number');
    const kept = await job('parity', '--contract', contract);
    expect(kept.out).toContain('Contract of risk: passed');
    expect(kept.exitCode).toBe(0);
    expect((await job('contract', 'init', '-o', contract)).err).toContain('exists already');
    const lost = await job('parity', '--contract', join(folder, 'lost.yml'));
    expect(lost).toMatchObject({ exitCode: 3 });
    expect(lost.err).toContain('There is no file');
    expect(await job('canary', '--candidate', 'ftp://x')).toMatchObject({ exitCode: 2 });
  });
  await inJob('CASE WHEN broken THEN true_income * 100 ELSE true_income END', async (job, folder) => {
    const contract = join(folder, 'contract.yml');
    await job('contract', 'init', '-o', contract);
    const broken = await job(
      'parity',
      '--contract',
      contract,
      '--window',
      '6h',
      '--junit',
      join(folder, 'p.xml'),
    );
    expect(broken.exitCode).toBe(1);
    expect(broken.out).toMatch(/failed\s+income\s+9\d % of requests lie/);
    expect(broken.out).toMatch(/failed\s+online against offline: income/);
    expect(await readFile(join(folder, 'p.xml'), 'utf8')).toContain('name="online against offline: income"');
  });
});
