import { Command } from 'commander';
import { z } from 'zod';
import type { LoadedConfig } from '../../config/load.ts';
import type { NamedMonitor } from '../../monitors/alert-of.ts';
import type { Backtest } from '../../response/monitors/backtest.ts';
import type { Judged } from '../../monitors/judge.ts';
import { isReplayable } from '../../monitors/replayable.ts';
import { CliError } from '../cli-error.ts';
import { parseMoment } from '../moment.ts';
import { createProgress } from '../progress.ts';
import { renderTerminal } from '../render-terminal.ts';
import { configOption, configPath } from '../subcommand.ts';
import type { Context, Subcommand } from '../subcommand.ts';
import { coloursWanted } from '../terminal.ts';
import { monitorNamed, refuseReplay } from './monitors.ts';

const Options = z.object({
  config: z.string().optional(),
  monitor: z.array(z.string()).default([]),
  from: z.string(),
  to: z.string(),
  onset: z.string().optional(),
  learn: z.boolean().default(false),
  json: z.boolean().default(false),
});

export const backtest: Subcommand = (context) =>
  new Command('backtest')
    .description(
      'replay monitors over history: how often they would have fired, on what, how long after an onset',
    )
    .option(...configOption)
    .option('-m, --monitor <name...>', 'only these (default: all)')
    .requiredOption('--from <time>', 'the first slot')
    .requiredOption('--to <time>', 'the last slot')
    .option('--onset <time>', 'when something began: what fires later is measured from there')
    .option('--learn', 'keep the values, so that budgets of false alarms learn from them')
    .option('--json', 'one JSON array on stdout')
    .addHelpText('after', '\nExample: fishbone backtest --monitor nulls --from 2026-03-01 --to 2026-03-12')
    .action(async (given: unknown) => {
      const options = Options.parse(given);
      const span = { from: parseMoment(options.from, '--from'), to: parseMoment(options.to, '--to') };
      const onset = options.onset === undefined ? null : parseMoment(options.onset, '--onset');
      if (span.to <= span.from) throw usage('--to must be later than --from.');
      const config = await context.rooms.loadConfig(configPath(options.config, context));
      const { chosen, left } = chosenMonitors(options.monitor, config);
      if (left.length > 0)
        context.terminal.err(`Left out: ${left.join(', ')}; what served then cannot be asked any more.\n`);
      const tests = await replay(context, { config, chosen, ...span });
      if (options.learn) await context.rooms.learn(config, tests);
      if (options.json) context.terminal.out(`${JSON.stringify(tests, null, 2)}\n`);
      else context.terminal.out(rendered(tests, { ...span, onset }, context));
    });

type Chosen = { readonly chosen: readonly NamedMonitor[]; readonly left: readonly string[] };

/** Those named, or all that tables alone can answer. */
function chosenMonitors(names: readonly string[], config: LoadedConfig): Chosen {
  const wanted = [...new Set(names.length > 0 ? names : Object.keys(config.config.monitors))];
  if (wanted.length === 0) return { chosen: [monitorNamed(undefined, config)], left: [] };
  const [past, now] = [true, false].map((is) =>
    wanted.map((name) => monitorNamed(name, config)).filter(({ monitor }) => isReplayable(monitor) === is),
  );
  const [asks] = now ?? [];
  if (asks !== undefined && (names.length > 0 || past?.length === 0)) refuseReplay(asks.name);
  return { chosen: past ?? [], left: (now ?? []).map(({ name }) => name) };
}

async function replay(
  { rooms, terminal }: Context,
  input: {
    readonly config: LoadedConfig;
    readonly chosen: readonly NamedMonitor[];
    readonly from: Date;
    readonly to: Date;
  },
): Promise<readonly Backtest[]> {
  const { config, chosen, from, to } = input;
  const progress = createProgress(terminal);
  const warehouses = await rooms.openWarehouses(config);
  try {
    const found: Backtest[] = [];
    for (const [modelName, monitors] of Map.groupBy(chosen, ({ monitor }) => monitor.model)) {
      const model = config.config.models[modelName];
      if (model === undefined) continue;
      const onSlot = (slot: Date, done: number, of: number) =>
        progress.show(`${modelName} ${slot.toISOString().slice(0, 16)} (${done + 1} of ${of}) …`);
      const signal = terminal.cancelled;
      found.push(
        ...(await rooms.backtest({ modelName, model, monitors, from, to, warehouses, signal, onSlot })),
      );
    }
    return found;
  } finally {
    progress.clear();
    await warehouses.close();
  }
}

function rendered(
  tests: readonly Backtest[],
  span: { readonly from: Date; readonly to: Date; readonly onset: Date | null },
  { terminal }: Context,
): string {
  const days = (span.to.getTime() - span.from.getTime()) / 86_400_000;
  const rows = tests.map(({ monitor, runs, episodes }) => {
    const unanswered = runs.filter(({ judged }) => isBlind(judged)).length;
    const after = episodes.find(({ from }) => span.onset !== null && from >= span.onset);
    return [
      monitor,
      String(runs.length),
      String(unanswered),
      String(episodes.length),
      ((episodes.length / days) * 30).toFixed(1),
      after === undefined || span.onset === null
        ? ''
        : sinceWords(after.from.getTime() - span.onset.getTime()),
    ];
  });
  const titles = ['monitor', 'runs', 'without an answer', 'alerts', 'a month', 'after the onset'];
  const items = tests.flatMap(({ monitor, episodes }) =>
    episodes.map(({ from, to, reason }) => [
      { bold: monitor },
      ` ${from.toISOString().slice(0, 16)}Z to ${to === null ? 'the end' : `${to.toISOString().slice(0, 16)}Z`}: ${reason}`,
    ]),
  );
  const blind = tests.flatMap(({ monitor, runs }) => {
    const last = runs.at(-1);
    return last !== undefined && runs.every(({ judged }) => isBlind(judged))
      ? [[{ bold: monitor }, ` never had an answer: ${last.judged.reason}`]]
      : [];
  });
  return renderTerminal(
    {
      summary: `${tests.length} monitors replayed`,
      blocks: [
        {
          kind: 'table',
          columns: titles.map((title, i) => ({ title, align: i === 0 ? 'left' : 'right' })),
          rows,
        },
        ...(items.length + blind.length === 0
          ? []
          : [{ kind: 'list' as const, items: [...items, ...blind] }]),
      ],
    },
    { width: terminal.width, colours: coloursWanted(terminal) },
  ).trimStart();
}

const isBlind = ({ outcome }: Judged): boolean => outcome === 'inconclusive' || outcome === 'failed';

function sinceWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  return minutes < 120 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

function usage(message: string): CliError {
  return new CliError({ code: 'usage', message, hint: 'Times as 2026-03-09T14:05Z.', exitCode: 2 });
}
