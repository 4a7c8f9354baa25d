import { Command } from 'commander';
import { z } from 'zod';
import { didYouMean } from '../../config/nearest.ts';
import type { LoadedConfig } from '../../config/load.ts';
import type { NamedMonitor } from '../../monitors/alert-of.ts';
import { isReplayable } from '../../monitors/replayable.ts';
import { CliError } from '../cli-error.ts';
import { parseMoment } from '../moment.ts';
import { configOption, configPath } from '../subcommand.ts';
import type { Context, Subcommand } from '../subcommand.ts';

const Options = z.object({
  config: z.string().optional(),
  now: z.string().optional(),
  json: z.boolean().default(false),
});

export const monitors: Subcommand = (context) =>
  new Command('monitors')
    .description('print monitors to begin with, or run one now: nothing is kept, nothing is sent')
    .argument('<init|run>', '`init` prints a set for fishbone.yml, `run` runs one')
    .argument('[name]', 'the monitor to run')
    .option(...configOption)
    .option('--now <time>', 'as of then: nothing later is read (default: the newest row)')
    .option('--json', 'one JSON object on stdout')
    .addHelpText('after', '\nExample: fishbone monitors run nulls --now 2026-03-12T14:30Z')
    .action(async (verb: string, name: string | undefined, given: unknown) => {
      const options = Options.parse(given);
      if (verb !== 'init' && verb !== 'run') throw usage(`'${verb}' is neither init nor run.`);
      if (verb === 'init' && name !== undefined)
        throw usage(`init prints the whole set: '${name}' is too much.`);
      const config = await context.rooms.loadConfig(configPath(options.config, context));
      if (verb === 'init') return printSet(config, context);
      const named = monitorNamed(name, config);
      const now = options.now === undefined ? null : parseMoment(options.now, '--now');
      if (now !== null && !isReplayable(named.monitor)) refuseReplay(named.name);
      await runOne(context, { config, named, now, json: options.json });
    });

async function printSet({ config }: LoadedConfig, { rooms, terminal }: Context): Promise<void> {
  terminal.out(await rooms.defaultMonitors(config.models));
}

async function runOne(
  { rooms, terminal, end }: Context,
  input: {
    readonly config: LoadedConfig;
    readonly named: NamedMonitor;
    readonly now: Date | null;
    readonly json: boolean;
  },
): Promise<void> {
  const { named, config } = input;
  const judged = await rooms.runMonitor({
    loaded: config,
    named,
    now: input.now,
    signal: terminal.cancelled,
  });
  if (input.json) terminal.out(`${JSON.stringify({ monitor: named.name, ...judged }, null, 2)}\n`);
  else {
    const { outcome, value, threshold, n, reason } = judged;
    const numbers = [
      value === null ? null : `value ${short(value)}`,
      threshold === null ? null : `threshold ${short(threshold)}`,
      n === null ? null : `${n} rows`,
    ].filter((word) => word !== null);
    terminal.out(
      `${named.name}: ${outcome}${numbers.length === 0 ? '' : ` (${numbers.join(', ')})`}\n${reason}\n`,
    );
  }
  if (judged.outcome !== 'steady' && judged.outcome !== 'quiet') end(1);
}

export function monitorNamed(name: string | undefined, { config }: LoadedConfig): NamedMonitor {
  const names = Object.keys(config.monitors);
  const monitor = config.monitors[name ?? ''];
  if (name !== undefined && monitor !== undefined) return { name, monitor };
  throw new CliError({
    code: 'unknown-monitor',
    message:
      name === undefined ? 'Which monitor?' : `There is no monitor '${name}'${didYouMean(name, names)}`,
    hint:
      names.length === 0
        ? 'fishbone.yml has no monitors; `fishbone monitors init` prints some.'
        : `Monitors: ${names.join(', ')}.`,
    exitCode: 2,
  });
}

/** What is asked of a pipeline is answered by what serves now, whatever moment is meant. */
export function refuseReplay(name: string): never {
  throw new CliError({
    code: 'usage',
    message: `${name} asks the pipeline that serves now: what served then cannot be asked any more.`,
    hint: `Try it as of now: fishbone monitors run ${name}`,
    exitCode: 2,
  });
}

function usage(message: string): CliError {
  return new CliError({ code: 'usage', message, hint: 'Example: fishbone monitors init', exitCode: 2 });
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
