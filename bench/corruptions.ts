/**
 * Do the checks speak when nothing happened, and do they name the column that was spoilt? `npm run bench:corruptions`
 *
 * Frames of n rows before and n after are drawn without putting any back from rows of the examples that nothing had
 * happened to, and from made rows. In the null run nothing is done to them: how often does each check say `shifted`, and
 * how are its p-values? In the other run one column (two that are swapped) is spoilt in a share of the rows after.
 *
 * Options: `--from <folder>` (more than once: folders with a fishbone.yml in place of the examples), `--null <frames>`,
 * `--repeat <frames of each kind and share>`, `--n <rows>` (more than once), `--seed <number>`, `--check <id>` (more than once: in
 * the null run only these), `--share <0 to 1>` and `--kind <kind>` (more than once: only these are spoilt).
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { categories } from '../src/checks/categories.ts';
import type { Check } from '../src/checks/check.ts';
import { constant } from '../src/checks/constant.ts';
import { featureDrift } from '../src/checks/feature-drift.ts';
import { TRIAGE_CHECKS } from '../src/checks/list.ts';
import { nullRate } from '../src/checks/null-rate.ts';
import { outOfRange } from '../src/checks/out-of-range.ts';
import { parity } from '../src/checks/parity.ts';
import { schema } from '../src/checks/schema.ts';
import { drawCorruption, kinds } from './corruptions/corruption.ts';
import { profilePool, runFrame } from './corruptions/frame.ts';
import { makePool, readPool, type Pool } from './corruptions/pool.ts';
import { exactInterval, flaggedBy, type Naming, noNaming, scoresOf, tally } from './corruptions/tally.ts';
import { machineLine } from './timings.ts';
import { createRandom } from './variations/random.ts';

const { values: options } = parseArgs({
  options: {
    from: { type: 'string', multiple: true, default: [] },
    null: { type: 'string', default: '400' },
    repeat: { type: 'string', default: '6' },
    n: { type: 'string', multiple: true, default: ['300', '1000', '5000'] },
    seed: { type: 'string', default: '1' },
    check: { type: 'string', multiple: true, default: [] },
    share: { type: 'string', multiple: true, default: ['0.01', '0.02', '0.05', '0.1', '0.2', '0.5', '1'] },
    kind: { type: 'string', multiple: true, default: [] },
  },
});
const shares = options.share.map(Number);
const asked = kinds.filter((kind) => options.kind.length === 0 || options.kind.includes(kind));
const quietChecks = TRIAGE_CHECKS.filter(
  ({ about }) => options.check.length === 0 || options.check.includes(about.id),
);
const alone: readonly Check[] = [nullRate, outOfRange, categories, constant, featureDrift];
const withOthers: readonly Check[] = [...alone, schema, parity];
const examples = ['campaign-drift', 'feature-store-keys', 'slow-embedding'].map((name) =>
  join(import.meta.dirname, '../examples', name),
);

const folder = await mkdtemp(join(tmpdir(), 'fishbone-corruptions-'));
const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
try {
  const connection = await instance.connect();
  await connection.run(`SELECT setseed(0.5)`);
  const pools: Pool[] = [];
  for (const from of options.from.length > 0 ? options.from : examples)
    pools.push(await readPool(connection, from, pools.length));
  if (options.from.length === 0) pools.push(await makePool(connection));
  console.log(machineLine());
  for (const { name, rows, predictions } of pools)
    console.log(
      `${name.split('/').slice(-2).join('/')}: ${rows} rows, ${predictions.features.length} features`,
    );
  await nullRun(pools);
  for (const n of options.n) await corruptedRun(pools, Number(n));
} finally {
  instance.closeSync();
  await rm(folder, { recursive: true, force: true });
}

/** Of the frames that a check could judge: in how many it spoke, and in how many its smallest corrected p was at most 5 %. */
type Quiet = { judged: number; spoke: number; tested: number; small: number };

async function nullRun(pools: readonly Pool[]): Promise<void> {
  const frames = Number(options.null);
  const counts = new Map<string, Quiet>();
  let [columns, flagged] = [0, 0];
  for (let frame = 0; frame < frames; frame += 1) {
    const pool = pools[frame % pools.length];
    if (pool === undefined) throw new Error('there are no rows to draw from');
    const seed = 1_000_000 * Number(options.seed) + frame;
    const verdicts = await runFrame(pool, { n: 1000, seed, folder, checks: quietChecks, corruption: null });
    for (const [id, { answer, findings }] of Object.entries(verdicts)) {
      const count = counts.get(id) ?? { judged: 0, spoke: 0, tested: 0, small: 0 };
      counts.set(id, count);
      if (answer === 'inconclusive' && findings.length === 0) continue;
      count.judged += 1;
      if (answer === 'shifted') {
        count.spoke += 1;
        const said = findings.filter(({ shifted }) => shifted).map(({ sentence }) => sentence);
        console.log(`  ${pool.name.split('/').at(-1)}: ${id}: ${said.join('; ')}`);
      }
      const adjusted = findings.flatMap(({ adjustedP, p }) => adjustedP ?? p ?? []);
      if (adjusted.length > 0) count.tested += 1;
      if (adjusted.some((p) => p <= 0.05)) count.small += 1;
    }
    columns += pool.predictions.features.length;
    flagged += new Set(withOthers.flatMap((check) => [...flaggedBy(verdicts[check.about.id])])).size;
  }
  console.log(`\nNull data: ${frames} frames, n = 1000\n`);
  console.log('| check | nominal | said shifted | 95 % interval | some corrected p ≤ 5 % | 95 % interval |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  for (const { about } of quietChecks) {
    const count = counts.get(about.id);
    if (count === undefined || count.judged === 0) continue;
    const alpha = about.thresholds['alpha']?.default;
    const level = alpha === undefined ? '–' : percent(alpha);
    const small = count.tested === 0 ? '– | –' : rateText(count.small, count.tested);
    console.log(`| ${about.id} | ${level} | ${rateText(count.spoke, count.judged)} | ${small} |`);
  }
  console.log(`\n${flagged} of ${columns} clean columns flagged: ${rateText(flagged, columns)}`);
}

function rateText(events: number, trials: number): string {
  const { low, high } = exactInterval(events, trials);
  return `${percent(events / trials)} of ${trials} | ${percent(low)} to ${percent(high)}`;
}

async function corruptedRun(pools: readonly Pool[], n: number): Promise<void> {
  const byShare = new Map<number, { alone: Naming; all: Naming }>();
  const byKind = new Map<string, { alone: Naming; all: Naming }>();
  const byCheck = new Map<string, Naming>();
  const random = createRandom(`corruptions ${options.seed} ${n}`);
  const profiles = new Map<Pool, Awaited<ReturnType<typeof profilePool>>>();
  for (const pool of pools) profiles.set(pool, await profilePool(pool, folder));
  let frame = 0;
  for (let time = 0; time < Number(options.repeat); time += 1)
    for (const share of shares)
      for (const kind of asked) {
        frame += 1;
        const pool = pools[frame % pools.length];
        if (pool === undefined || pool.rows < 3 * n) continue;
        const corruption = drawCorruption({ kind, share }, profiles.get(pool) ?? [], random);
        if (corruption === null) continue;
        const seed = 100_000_000 * Number(options.seed) + 1000 * frame + n;
        const verdicts = await runFrame(pool, { n, seed, folder, checks: withOthers, corruption });
        const corrupted = new Set(Object.keys(corruption.values));
        const { features } = pool.predictions;
        const flags = (checks: readonly Check[]) =>
          new Set(checks.flatMap((check) => [...flaggedBy(verdicts[check.about.id])]));
        for (const [map, key] of [
          [byShare, share],
          [byKind, `${kind} ${share}`],
        ] as const) {
          const into = (map as Map<number | string, { alone: Naming; all: Naming }>).get(key) ?? {
            alone: noNaming(),
            all: noNaming(),
          };
          (map as Map<number | string, { alone: Naming; all: Naming }>).set(key, into);
          tally(into.alone, features, { corrupted, flagged: flags(alone) });
          tally(into.all, features, { corrupted, flagged: flags(withOthers) });
        }
        for (const check of withOthers) {
          const into = byCheck.get(check.about.id) ?? noNaming();
          byCheck.set(check.about.id, into);
          tally(into, features, { corrupted, flagged: flaggedBy(verdicts[check.about.id]) });
        }
        if (process.env['EXPLAIN'] !== undefined && share >= Number(process.env['EXPLAIN']))
          for (const name of features) {
            const got = alone
              .filter((check) => flaggedBy(verdicts[check.about.id]).has(name))
              .map((c) => c.about.id);
            if (corrupted.has(name) !== got.length > 0)
              console.log(
                '  ',
                pool.name.split('/').at(-1),
                kind,
                share,
                name,
                corrupted.has(name) ? 'MISSED' : `WRONG by ${got.join(',')}`,
                JSON.stringify(
                  verdicts['feature-drift']?.findings
                    .filter((f) => f.subject.name === name)
                    .map((f) => [f.effect?.toFixed(3), f.adjustedP?.toExponential(1)]),
                ),
              );
          }
      }
  console.log(`\nOne column spoilt: ${frame} frames, n = ${n}\n`);
  console.log(
    '| share of rows | precision | recall | F1 | clean flagged | with offline: F1 | clean flagged |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
  );
  for (const [share, { alone: one, all }] of byShare) {
    const [own, more] = [scoresOf(one), scoresOf(all)];
    console.log(
      `| ${percent(share)} | ${own.precision.toFixed(3)} | ${own.recall.toFixed(3)} | ${own.f1.toFixed(3)} | ${percent(own.clean)} | ${more.f1.toFixed(3)} | ${percent(more.clean)} |`,
    );
  }
  console.log(
    `\n| kind, recall at | ${shares.map(percent).join(' | ')} |\n| --- |${shares.map(() => ' ---: |').join('')}`,
  );
  for (const kind of asked)
    console.log(
      `| ${kind} | ${shares
        .map((share) => {
          const one = byKind.get(`${kind} ${share}`);
          return one === undefined
            ? '–'
            : `${scoresOf(one.alone).recall.toFixed(2)} (${scoresOf(one.all).recall.toFixed(2)})`;
        })
        .join(' | ')} |`,
    );
  console.log(
    '\nBy check: ' +
      [...byCheck]
        .map(([id, one]) => `${id} ${one.named}/${one.named + one.missed}, ${one.wrong} wrong`)
        .join('; '),
  );
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
