/**
 * How much more than a bare scan do shared questions cost? `node bench/scan.ts` lays two tables into a temporary folder
 * (2 windows of 1 million rows with 12 features; 10 million rows with 6 segments), asks the warehouse what triage asks,
 * and sets beside it, in the same process, one plain aggregate over the same columns. CPU time is shown because it does
 * not grow when the machine is busy. Each table is measured in a process of its own, so that its peak memory is its own.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Question, Questions } from '../src/checks/question.ts';
import { FishboneConfig } from '../src/config/schema.ts';
import { openWarehouses } from '../src/sources/warehouses.ts';
import { caseWhen, column, count, countIf, isNull, lt, numberBin, sum, table } from '../src/sql/build.ts';
import { duckdb } from '../src/sql/dialects/duckdb.ts';
import { explainPlan } from '../src/sql/plan.ts';

const features = Array.from({ length: 12 }, (_, index) => `f${index}`);
const segments = Array.from({ length: 6 }, (_, index) => `s${index}`);
const cardinalities = [12, 4, 6, 27, 3, 2];
const edges = [100, 200, 300, 400, 500, 600, 700, 800, 900];
const period = caseWhen([[lt(column('ts'), new Date('2026-03-08T00:00:00Z')), 'baseline']], 'incident');
const nothing = () => {};
const predictions = table('predictions');

type Scenario = {
  readonly rows: number;
  readonly select: string;
  readonly bare: string;
  readonly questions: Questions;
};

const scenarios: Readonly<Record<string, Scenario>> = {
  features: {
    rows: 2_000_000,
    select: features
      .map(
        (f, k) =>
          `CASE WHEN hash(i * 31 + ${k}) % 100 < 2 THEN NULL ELSE (hash(i * 17 + ${k}) % 100000) / 100.0 END::DOUBLE AS ${f}`,
      )
      .join(', '),
    bare: `SELECT count(*), ${features.map((f) => `count(${f}), sum(${f})`).join(', ')}`,
    questions: Object.fromEntries(
      features.flatMap((f): [string, Question][] => [
        [
          `bins of ${f}`,
          {
            kind: 'aggregate',
            from: predictions,
            where: [],
            by: { period, bin: numberBin(column(f), edges) },
            measures: { rows: count() },
          },
        ],
        [
          `null ${f}`,
          {
            kind: 'aggregate',
            from: predictions,
            where: [],
            by: { period },
            measures: { rows: count(), nulls: countIf(isNull(column(f))) },
          },
        ],
      ]),
    ),
  },
  segments: {
    rows: 10_000_000,
    select: segments
      .map((s, k) => `'v' || (hash(i * 31 + ${k}) % ${cardinalities[k] ?? 2}) AS ${s}`)
      .join(', '),
    bare: `SELECT count(*), sum(score), min(ts), ${segments.map((s) => `count(${s}), max(${s})`).join(', ')}`,
    questions: Object.fromEntries(
      segments
        .flatMap((a, index) => [[a], ...segments.slice(index + 1).map((b) => [a, b])])
        .map((keys) => [
          keys.join(' and '),
          {
            kind: 'aggregate',
            from: predictions,
            where: [],
            by: { period, ...Object.fromEntries(keys.map((key) => [key, column(key)])) },
            measures: { rows: count(), score: sum(column('score')) },
          },
        ]),
    ),
  },
};

async function lay(folder: string, { rows, select }: Scenario): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const seconds = (14 * 86_400) / rows;
  await connection.run(
    `COPY (SELECT i AS id, TIMESTAMP '2026-03-01' + to_seconds(i * ${seconds}) AS ts, (hash(i) % 1000) / 1000.0::DOUBLE AS score, ${select}
     FROM range(${rows}) t(i)) TO '${folder}/predictions.parquet' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
}

async function timed(times: number, work: () => Promise<unknown>) {
  const walls: number[] = [];
  const cpus: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const cpu = process.cpuUsage();
    const started = performance.now();
    await work();
    walls.push(performance.now() - started);
    const { user, system } = process.cpuUsage(cpu);
    cpus.push((user + system) / 1000);
  }
  return { wall: Math.min(...walls), cpu: Math.min(...cpus) };
}

async function measure(folder: string, name: string, scenario: Scenario): Promise<void> {
  const config = FishboneConfig.parse({
    version: 1,
    sources: { logs: { type: 'duckdb', path: folder, threads: 2 } },
    models: {
      m: {
        predictions: { source: 'logs', table: 'predictions', id: 'id', time: 'ts', score: 'score', features },
      },
    },
  });
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const warehouses = openWarehouses({ config, folder, log, clock: { now: () => new Date() } });
  const warehouse = await warehouses.open('m', new Date('2026-04-01T00:00:00Z'));
  const before = process.resourceUsage().maxRSS;
  const shared = await timed(3, async () => {
    const answers = await warehouse.ask(scenario.questions, { signal: new AbortController().signal });
    for (const answer of Object.values(answers))
      if (answer.kind === 'failed') throw new Error(answer.message);
  });
  const peak = process.resourceUsage().maxRSS;
  await warehouses.close();

  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const bare = await timed(3, async () =>
    connection.runAndReadAll(`${scenario.bare} FROM read_parquet('${folder}/predictions.parquet')`),
  );
  connection.closeSync();
  instance.closeSync();

  console.log(`\n${name}: ${scenario.rows} rows, ${Object.keys(scenario.questions).length} questions`);
  for (const line of explainPlan(nothingButTables(scenario.questions), duckdb))
    console.log(`  ${line.slice(0, 160)}`);
  console.log(`  bare scan   ${text(bare)}`);
  console.log(
    `  questions   ${text(shared)}   ${(shared.cpu / bare.cpu).toFixed(2)} times the bare scan's CPU`,
  );
  console.log(
    `  memory      ${Math.round(peak / 1024)} MB at the peak, ${Math.round(before / 1024)} MB before`,
  );
}

function nothingButTables(questions: Questions) {
  return Object.fromEntries(
    Object.entries(questions).flatMap(([name, question]) =>
      question.kind === 'score' || question.kind === 'metered' ? [] : [[name, question]],
    ),
  );
}

function text({ wall, cpu }: { readonly wall: number; readonly cpu: number }): string {
  return `${wall.toFixed(0).padStart(6)} ms, CPU ${cpu.toFixed(0).padStart(6)} ms`;
}

const [name, folder] = process.argv.slice(2);
if (name === undefined || folder === undefined) {
  const root = await mkdtemp(join(tmpdir(), 'fishbone-bench-'));
  try {
    for (const [name, scenario] of Object.entries(scenarios)) {
      const own = join(root, name);
      await mkdir(own);
      await lay(own, scenario);
      execFileSync(process.execPath, [import.meta.filename, name, own], { stdio: 'inherit' });
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
} else {
  const scenario = scenarios[name];
  if (scenario === undefined)
    throw new Error(`there is no scenario ${name}; there are: ${Object.keys(scenarios).join(', ')}`);
  await measure(folder, name, scenario);
}
