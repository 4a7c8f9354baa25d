/**
 * How often would the default monitors have alerted on quiet days, and how soon after an onset? `node bench/monitors.ts FOLDER`
 * replays them over recorded incidents: folders that hold `fishbone.yml`, `data/`, and beside them what was wrong
 * (`truth.json` with its `onset`) and the alert that somebody got. From the onset on every slot is replayed for twelve hours; monitors
 * that ask a pipeline are left out, since what served then cannot be asked now. Prints the table of docs/monitors.md; `--json FILE` keeps all, `--with FILE` takes in what an earlier run kept, whose monitors
 * this run replaces.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { alertIn, readAlertFile } from '../src/cli/alert-file.ts';
import { CHECKS } from '../src/checks/list.ts';
import { loadConfig } from '../src/config/load.ts';
import { MonitorConfig } from '../src/config/schema.ts';
import { milliseconds } from '../src/monitors/spans.ts';
import { isReplayable } from '../src/monitors/replayable.ts';
import { defaultMonitors } from '../src/monitors/default-set.ts';
import { backtest } from '../src/response/monitors/backtest.ts';
import { openWarehouses } from '../src/sources/warehouses.ts';
import { column, minimum, secondsBetween, instant, table } from '../src/sql/build.ts';
import { systemClock } from '../src/time/clock.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const Truth = z.object({ onset: z.coerce.date().nullable(), verdict: z.string() });
const log = { debug() {}, info() {}, warn() {}, error: console.error };

const Moment = z.coerce.date();
/** What an earlier run kept, as far as the tables need it. */
const Kept = z.object({
  bundle: z.string(),
  verdict: z.string(),
  onset: Moment.nullable(),
  alertedAt: Moment,
  quietDays: z.number(),
  tests: z.array(
    z.object({
      monitor: z.string(),
      runs: z.array(
        z.object({ slot: Moment, judged: z.object({ outcome: z.string(), reason: z.string() }) }),
      ),
      episodes: z.array(z.object({ from: Moment, on: z.string(), reason: z.string() })),
    }),
  ),
});
type Played = z.infer<typeof Kept>;

/** Replays one recording: quiet days first, then the half day from the onset on. */
async function play(folder: string, bundle: string, options: Options): Promise<Played> {
  const path = join(folder, bundle, 'fishbone.yml');
  const loaded = await loadConfig(path, { checks: CHECKS.map((check) => check.about) });
  const [entry] = Object.entries(loaded.config.models);
  if (entry === undefined) throw new Error(`${path} names no model`);
  const [modelName, model] = entry;
  const truth = Truth.parse(JSON.parse(await readFile(join(folder, bundle, 'truth.json'), 'utf8')));
  const alert = alertIn(await readAlertFile(join(folder, bundle, 'alert.json')), loaded, systemClock.now());
  const warehouses = openWarehouses({
    config: loaded.config,
    folder: loaded.folder,
    log,
    clock: systemClock,
  });
  const first = await firstRow(warehouses, modelName, model.predictions.time);
  const alertedAt = alert.startedAt;
  const quietUntil = Math.min(truth.onset?.getTime() ?? alertedAt.getTime(), alertedAt.getTime());
  const from = new Date(first + options.warmDays * DAY);
  const monitors = Object.entries(defaultMonitors(modelName, model))
    .filter(([name]) => options.only === null || options.only.includes(name))
    .map(([name, monitor]) => ({ name, monitor: MonitorConfig.parse(monitor) }))
    .filter(({ monitor }) => isReplayable(monitor));
  const input = { modelName, model, monitors, warehouses, signal: new AbortController().signal };
  const quiet = await backtest({
    ...input,
    from,
    to: new Date(quietUntil),
    every: ({ monitor }) => spacing(monitor, options.hours),
  });
  // After the last row everything would look like an outage.
  const newest = await warehouses.newestRow(modelName);
  const faulty =
    truth.onset === null
      ? []
      : await backtest({
          ...input,
          from: truth.onset,
          to: new Date(Math.min(truth.onset.getTime() + DAY / 2, newest?.getTime() ?? Infinity)),
        });
  await warehouses.close();
  const tests = quiet.map((one) => {
    const after = faulty.find(({ monitor }) => monitor === one.monitor);
    return {
      ...one,
      runs: [...one.runs, ...(after?.runs ?? [])],
      episodes: [...one.episodes, ...(after?.episodes ?? [])],
    };
  });
  return {
    bundle,
    verdict: truth.verdict,
    onset: truth.onset,
    alertedAt,
    quietDays: (quietUntil - from.getTime()) / DAY,
    tests,
  };
}

/** As long as its window on quiet days, or `hours` if that is longer: in slots of its schedule. With 0 hours every slot. */
function spacing(monitor: MonitorConfig, hours: number): number {
  if (hours === 0) return 1;
  const a = monitor.schedule.cron.startsWith('*/30') ? 2 : 1;
  const window = milliseconds(monitor.window.incident) / HOUR;
  return a * Math.max(hours, Math.min(window, 6));
}

async function firstRow(
  warehouses: ReturnType<typeof openWarehouses>,
  model: string,
  time: string,
): Promise<number> {
  const warehouse = await warehouses.open(model, null);
  const measures = { first: minimum(secondsBetween(instant(new Date(0)), column(time))) };
  const answer = await warehouse.askOne(
    { kind: 'aggregate', from: table('predictions'), where: [], by: {}, measures },
    { signal: new AbortController().signal },
  );
  if (answer.kind !== 'rows') throw new Error('the first row cannot be read');
  return z.number().parse(answer.rows[0]?.['first']) * 1000;
}

type Options = {
  /** Hours between the replays of one monitor on quiet days, at least as long as its window. */
  readonly hours: number;
  readonly warmDays: number;
  readonly only: readonly string[] | null;
};

function falseAlarms(played: Played, monitor: string) {
  const episodes = played.tests.find((test) => test.monitor === monitor)?.episodes ?? [];
  return episodes.filter(({ from }) => from < (played.onset ?? new Date(8.64e15)));
}

function quietRuns({ tests, onset }: Played, monitor: string): number {
  const runs = tests.find((test) => test.monitor === monitor)?.runs ?? [];
  return runs.filter(({ slot }) => onset === null || slot < onset).length;
}

function toAlert(played: Played, monitor: string): string {
  const test = played.tests.find((one) => one.monitor === monitor);
  if (test === undefined) return '';
  const hit = test.episodes.find(({ from }) => played.onset !== null && from >= played.onset);
  if (hit === undefined || played.onset === null) return '—';
  return minutes(hit.from.getTime() - played.onset.getTime());
}

function minutes(milliseconds: number): string {
  const whole = Math.round(milliseconds / 60_000);
  return whole < 120 ? `${whole} min` : `${(whole / 60).toFixed(1)} h`;
}

/** Of a recording that was replayed before, only the monitors that were replayed again are replaced. */
function take(played: Played): void {
  const at = all.findIndex(({ bundle }) => bundle === played.bundle);
  const before = all[at];
  if (before === undefined) all.push(played);
  else {
    const again = new Map(played.tests.map((test) => [test.monitor, test]));
    const kept = before.tests.map((test) => again.get(test.monitor) ?? test);
    const added = played.tests.filter(({ monitor }) => kept.every((test) => test.monitor !== monitor));
    all[at] = { ...played, tests: [...kept, ...added] };
  }
}

function report(all: readonly Played[]): string {
  const names = [...new Set(all.flatMap(({ tests }) => tests.map(({ monitor }) => monitor)))];
  const days = all.reduce((sum, one) => sum + one.quietDays, 0);
  const faulty = all
    .filter(({ onset }) => onset !== null)
    .toSorted((a, b) => a.bundle.localeCompare(b.bundle));
  const quiet = names.map((name) => {
    const alarms = all.flatMap((one) => falseAlarms(one, name));
    const runs = all.reduce((sum, one) => sum + quietRuns(one, name), 0);
    return `| ${name} | ${runs} | ${alarms.length} | ${((alarms.length / days) * 30).toFixed(2)} |`;
  });
  const head = `| monitor | ${faulty.map(({ bundle }) => bundle).join(' | ')} |`;
  const rule = `| --- | ${faulty.map(() => '---:').join(' | ')} |`;
  const rows = names.map((name) => `| ${name} | ${faulty.map((one) => toAlert(one, name)).join(' | ')} |`);
  const own = `| _the alert that came_ | ${faulty.map((one) => minutes(one.alertedAt.getTime() - (one.onset?.getTime() ?? 0))).join(' | ')} |`;
  return [
    `${days.toFixed(0)} quiet days in ${all.length} recordings.`,
    '',
    '| monitor | runs | false alerts | a month |',
    '| --- | ---: | ---: | ---: |',
    ...quiet,
    '',
    head,
    rule,
    ...rows,
    own,
  ].join('\n');
}

const [folder, ...words] = process.argv.slice(2);
if (folder === undefined)
  throw new Error(
    'node bench/monitors.ts FOLDER [--hours N --warm DAYS] [--only a,b] [--bundles a,b] [--json FILE]',
  );
const option = (name: string): string | null => {
  const at = words.indexOf(`--${name}`);
  return at === -1 ? null : (words[at + 1] ?? null);
};
const wanted = option('bundles')?.split(',') ?? null;
const options = {
  hours: Number(option('hours') ?? 2),
  warmDays: Number(option('warm') ?? 7),
  only: option('only')?.split(',') ?? null,
};
const bundles = (await readdir(folder)).filter(
  (name) => existsSync(join(folder, name, 'truth.json')) && (wanted === null || wanted.includes(name)),
);
const file = option('json');
const all: Played[] = [];
for (const earlier of option('with')?.split(',') ?? [])
  for (const played of z.array(Kept).parse(JSON.parse(await readFile(earlier, 'utf8')))) take(played);
for (const bundle of bundles.toSorted()) {
  const started = performance.now();
  const played = await play(folder, bundle, options);
  take(played);
  // Kept as it goes: a long run that is cut off is not lost.
  if (file !== null) await writeFile(file, JSON.stringify(all, null, 1));
  console.error(`${bundle}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  for (const { monitor, episodes } of played.tests)
    for (const { from, on, reason } of episodes)
      console.error(
        `  ${monitor} ${from.toISOString()} ${played.onset !== null && from >= played.onset ? 'after' : 'FALSE'} ${on}: ${reason.slice(0, 160)}`,
      );
}
console.log(report(all));
