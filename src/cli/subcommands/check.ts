import { Command } from 'commander';
import { z } from 'zod';
import { didYouMean } from '../../config/nearest.ts';
import type { LoadedConfig } from '../../config/load.ts';
import { evidenceDocument } from '../../message/checks.ts';
import type { CheckSubject } from '../check-once.ts';
import { CliError } from '../cli-error.ts';
import { refuseMisnamed } from '../look-before-reading.ts';
import { parseMoment } from '../moment.ts';
import { createProgress } from '../progress.ts';
import { renderTerminal } from '../render-terminal.ts';
import { parseSegment } from '../segment-words.ts';
import { configOption, configPath } from '../subcommand.ts';
import type { Context, Subcommand } from '../subcommand.ts';
import { coloursWanted } from '../terminal.ts';
import { version } from '../../version.ts';
import { requireModel, withModel } from './investigate.ts';

const Options = z.object({
  config: z.string().optional(),
  alert: z.string().optional(),
  model: z.string().optional(),
  onset: z.string().optional(),
  until: z.string().optional(),
  now: z.string().optional(),
  segment: z.array(z.string()).default([]),
  json: z.boolean().default(false),
});
type Options = z.infer<typeof Options>;

export const check: Subcommand = (context) =>
  new Command('check')
    .description('run one check, outside any incident')
    .argument('<id>', 'the check; `fishbone checks` lists them')
    .option(...configOption)
    .option('-a, --alert <file>', 'compare as this alert says')
    .option('--model <name>', 'the model')
    .option('--onset <time>', 'compare what came from here on with what came before')
    .option('--until <time>', 'compare up to here (default: the newest row)')
    .option('--now <time>', 'answer as of then: nothing later is read')
    .option('-s, --segment <dimension=value...>', 'only these rows')
    .option('--json', 'one JSON object on stdout')
    .action(async (id: string, given: unknown) => {
      const options = Options.parse(given);
      const segment = parseSegment(options.segment);
      const now = options.now === undefined ? null : parseMoment(options.now, '--now');
      const config = await context.rooms.loadConfig(configPath(options.config, context));
      await requireCheck(id, context);
      const { model, subject } = await subjectOf(options, config, context);
      await runAndShow(context, { check: id, config, model, subject, segment, now }, options.json);
    });

async function requireCheck(id: string, { rooms }: Context): Promise<void> {
  const ids = (await rooms.checks()).map((about) => about.id);
  if (ids.includes(id)) return;
  throw new CliError({
    code: 'unknown-check',
    message: `There is no check '${id}'${didYouMean(id, ids)}`,
    hint: '`fishbone checks` lists them.',
    exitCode: 2,
  });
}

async function subjectOf(
  options: Options,
  config: LoadedConfig,
  { rooms }: Context,
): Promise<{ readonly model: string; readonly subject: CheckSubject }> {
  if (options.alert !== undefined) {
    if (options.onset !== undefined) throw usage('Give --alert or --onset, not both.');
    const alert = withModel(await rooms.readAlert(options.alert, config), options.model, config);
    return {
      model: alert.model ?? onlyModel(config, alert.unknownModel ?? null),
      subject: { kind: 'alert', alert },
    };
  }
  if (options.onset === undefined) throw usage('Say what to compare: --alert <file>, or --onset <time>.');
  const model = options.model ?? onlyModel(config, null);
  requireModel(model, config);
  const onset = parseMoment(options.onset, '--onset');
  const until = options.until === undefined ? null : parseMoment(options.until, '--until');
  if (until !== null && until <= onset) throw usage('--until must be later than --onset.');
  return { model, subject: { kind: 'spans', onset, until } };
}

function onlyModel(config: LoadedConfig, said: string | null): string {
  const [only, ...others] = Object.keys(config.config.models);
  if (said !== null)
    throw usage(
      `The alert is about '${said}', and ${config.path} has ${Object.keys(config.config.models).join(', ')}.`,
    );
  if (only === undefined || others.length > 0) throw usage('Say which model: --model <name>.');
  return only;
}

function usage(message: string): CliError {
  return new CliError({
    code: 'usage',
    message,
    hint: '`fishbone check --help` says how it is typed.',
    exitCode: 2,
  });
}

async function runAndShow(
  { rooms, terminal }: Context,
  input: Omit<Parameters<typeof rooms.checkOnce>[0], 'warehouses' | 'version' | 'log' | 'signal'>,
  json: boolean,
): Promise<void> {
  const warehouses = await rooms.openWarehouses(input.config);
  const progress = createProgress(terminal);
  progress.show(`Running ${input.check}; Ctrl-C cancels …`);
  try {
    const { config, model } = input;
    refuseMisnamed(await rooms.lookAtColumns(config, warehouses, model), { terminal, path: config.path });
    const log = await rooms.log();
    const evidence = await rooms.checkOnce({
      ...input,
      warehouses,
      log,
      version: version(),
      signal: terminal.cancelled,
    });
    progress.clear();
    const look = { width: terminal.width, colours: coloursWanted(terminal) };
    terminal.out(
      json ? `${JSON.stringify(evidence, null, 2)}\n` : renderTerminal(evidenceDocument(evidence), look),
    );
  } finally {
    progress.clear();
    await warehouses.close();
  }
}
