/**
 * What the checks cost beside a bare scan, as they run in an incident: `npm run bench:checks`. Everything is measured over
 * generated Parquet, each scenario in a process of its own so that its peak memory is its own; the floor, one plain
 * aggregate over the same columns by DuckDB, is measured in the same process after it.
 *
 * - `features`: 2 windows of 1 million rows, 12 features: profile, null rate and drift of all.
 * - `scope`: 30 features and 6 segments; who carries a null rate that rose, over all segments and their pairs.
 * - `triage`: the same table; profile and every check of a triage.
 *
 * `--rows 1000000` (more than once) sizes the table of `scope` and `triage`, 10 million without it; `--only <scenario>`.
 * Tables are written row group by row group, 75 MB of disk for a million rows and never more than 1 GB of memory;
 * `--keep <folder>` leaves them there, and reads what lies there already.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { askCheck } from '../src/checks/ask.ts';
import type { Check, CheckContext } from '../src/checks/check.ts';
import { contextOf } from '../src/checks/context.ts';
import { featureDrift } from '../src/checks/feature-drift.ts';
import { CHECKS, TRIAGE_CHECKS } from '../src/checks/list.ts';
import { nullRate } from '../src/checks/null-rate.ts';
import { informed } from '../src/checks/informed.ts';
import { FishboneConfig } from '../src/config/schema.ts';
import type { Warehouse } from '../src/response/ports.ts';
import { runInquiries, runInquiry } from '../src/response/checks/run-inquiries.ts';
import { predictionTraffic } from '../src/scope/lattice.ts';
import { searchSegments } from '../src/scope/search-segments.ts';
import { openWarehouses } from '../src/sources/warehouses.ts';
import { isNull } from '../src/sql/build.ts';
import { layTable, tableOf } from './scan-tables.ts';
import { machineLine } from './timings.ts';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', multiple: true, default: ['10000000'] },
    only: { type: 'string' },
    folder: { type: 'string' },
    keep: { type: 'string' },
    check: { type: 'string' },
  },
});
const nothing = () => {};
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const { signal } = new AbortController();
const onset = new Date('2026-03-08T00:00:00Z');
const windows = {
  baseline: { from: new Date('2026-03-01T00:00:00Z'), to: onset },
  incident: { from: onset, to: new Date('2026-03-15T00:00:00Z') },
  onset,
  now: new Date('2026-03-15T00:00:00Z'),
};
const { now } = windows;

type Opened = { readonly warehouse: Warehouse; readonly context: CheckContext };

const ask = async (checks: readonly Check[], { warehouse, context }: Opened): Promise<string> => {
  const known = (await runInquiry(informed(context), warehouse, signal)).result;
  const outcomes = await runInquiries(
    Object.fromEntries(checks.map((check) => [check.about.id, askCheck(check, known)])),
    warehouse,
    { signal },
  );
  return Object.entries(outcomes)
    .map(([id, outcome]) => {
      if ('crashed' in outcome) throw outcome.crashed;
      const { answer, line } = outcome.result;
      return answer === 'inconclusive' ? `${id}: ${line}` : `${id} ${answer}`;
    })
    .join('; ');
};

const scenarios = {
  features: {
    table: () => ({ rows: 2_000_000, features: 12, segments: 0 }),
    work: async (opened: Opened) => ask([nullRate, featureDrift], opened),
  },
  scope: {
    table: (rows: number) => ({ rows, features: 30, segments: 6 }),
    work: async ({ warehouse, context }: Opened) => {
      const inquiry = searchSegments(
        context.model,
        {
          id: 'null:f0',
          words: 'f0 is null',
          subject: { kind: 'feature', name: 'f0' },
          tier: 'defect',
          source: 'predictions',
          quantity: { kind: 'share', event: (of) => isNull(of('f0')) },
        },
        { traffic: predictionTraffic(context.model), windows },
      );
      return (await runInquiry(inquiry, warehouse, signal)).result.answer;
    },
  },
  triage: {
    table: (rows: number) => ({ rows, features: 30, segments: 6 }),
    work: async (opened: Opened) =>
      ask(
        options.check === undefined
          ? TRIAGE_CHECKS
          : CHECKS.filter(({ about }) => about.id === options.check),
        opened,
      ),
  },
};

async function timed<T>(work: () => Promise<T>) {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { result, wall: performance.now() - started, cpu: (user + system) / 1000 };
}

async function measure(name: keyof typeof scenarios, rows: number, folder: string): Promise<void> {
  const { table, work } = scenarios[name];
  const size = table(rows);
  const { names, places, bare } = tableOf(size.rows, size.features, size.segments);
  const config = FishboneConfig.parse({
    version: 1,
    sources: { logs: { type: 'duckdb', path: folder, threads: 2, memory: '1GB', timeout: '10m' } },
    models: {
      m: {
        predictions: {
          source: 'logs',
          table: 'predictions',
          id: 'id',
          time: 'ts',
          score: 'score',
          label: { column: 'label' },
          segments: places,
          features: names,
        },
      },
    },
  });
  const model = config.models['m'];
  if (model === undefined) throw new Error('the model is gone');
  const warehouses = openWarehouses({ config, folder, log, clock: { now: () => now } });
  const warehouse = await warehouses.open('m', now);
  const context = { ...contextOf({ modelName: 'm', model, alert: null, now }, null), windows };
  const done = await timed(async () => work({ warehouse, context }));
  const peak = process.resourceUsage().maxRSS;
  await warehouses.close();

  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const columns = name === 'scope' ? ['f0', ...places] : [...names, ...places];
  const scan = async () =>
    connection.runAndReadAll(`${bare(columns)} FROM read_parquet('${join(folder, 'predictions.parquet')}')`);
  const floors = [await timed(scan), await timed(scan), await timed(scan)];
  const floor = {
    wall: Math.min(...floors.map((one) => one.wall)),
    cpu: Math.min(...floors.map((one) => one.cpu)),
  };
  connection.closeSync();
  instance.closeSync();
  console.log(
    `${name}, ${size.rows} rows: bare scan ${text(floor)}; checks ${text(done)}; ${(done.cpu / floor.cpu).toFixed(1)} times the CPU, ${(done.wall / floor.wall).toFixed(1)} times the time; ${Math.round(peak / 1024)} MB at the peak`,
  );
  console.log(`  ${done.result}`);
}

const text = ({ wall, cpu }: { readonly wall: number; readonly cpu: number }): string =>
  `${wall.toFixed(0)} ms (CPU ${cpu.toFixed(0)} ms)`;

const known = (name: string): name is keyof typeof scenarios => name in scenarios;

if (options.folder === undefined) {
  console.log(machineLine());
  for (const rows of options.rows)
    for (const shape of ['features', 'wide'] as const) {
      const names = shape === 'features' ? ['features'] : ['scope', 'triage'];
      const asked = names.filter((name) => options.only === undefined || options.only === name);
      if (asked.length === 0) continue;
      const size = shape === 'features' ? scenarios.features.table() : scenarios.scope.table(Number(rows));
      const folder =
        options.keep === undefined
          ? await mkdtemp(join(tmpdir(), 'fishbone-bench-'))
          : join(options.keep, `${shape}-${size.rows}`);
      try {
        await layTable(folder, tableOf(size.rows, size.features, size.segments).select);
        for (const name of asked)
          execFileSync(
            process.execPath,
            [
              import.meta.filename,
              '--folder',
              folder,
              '--rows',
              rows,
              '--only',
              name,
              ...(options.check === undefined ? [] : ['--check', options.check]),
            ],
            { stdio: 'inherit' },
          );
      } finally {
        if (options.keep === undefined) await rm(folder, { recursive: true, force: true });
      }
    }
} else {
  const name = options.only ?? '';
  if (!known(name)) throw new Error(`there is no scenario '${name}'`);
  await measure(name, Number(options.rows[0]), options.folder);
}
