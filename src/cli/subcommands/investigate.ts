import { Command } from 'commander';
import { z } from 'zod';
import type { Alert } from '../../alert/alert.ts';
import type { LoadedConfig } from '../../config/load.ts';
import { didYouMean } from '../../config/nearest.ts';
import type { Investigation } from '../../response/triage/investigate.ts';
import { CliError } from '../cli-error.ts';
import { investigationReport } from '../investigation-report.ts';
import { refuseMisnamed } from '../look-before-reading.ts';
import { parseMoment } from '../moment.ts';
import { countedWords, createProgress } from '../progress.ts';
import { renderTerminal } from '../render-terminal.ts';
import { configOption, configPath } from '../subcommand.ts';
import type { Context, Subcommand } from '../subcommand.ts';
import { coloursWanted } from '../terminal.ts';
import { version } from '../../version.ts';

const Options = z.object({
  config: z.string().optional(),
  alert: z.string().optional(),
  now: z.string().optional(),
  model: z.string().optional(),
  json: z.boolean().default(false),
  charts: z.string().optional(),
});

export const investigate: Subcommand = (context) =>
  new Command('investigate')
    .description('find the suspects of an alert, without Slack')
    .option(...configOption)
    .option('-a, --alert <file>', 'the alert, as its monitor would send it (JSON)')
    .option('--now <time>', 'answer as of then: nothing later is read (default: the newest row)')
    .option('--model <name>', 'the model, when the alert does not name it')
    .option('--json', 'one JSON object on stdout')
    .option('--charts <folder>', 'draw what was found into this folder, as SVG and PNG')
    .action(async (given: unknown) => {
      const options = Options.parse(given);
      if (options.alert === undefined) throw noAlert();
      const now = options.now === undefined ? null : parseMoment(options.now, '--now');
      const config = await context.rooms.loadConfig(configPath(options.config, context));
      const alert = withModel(await context.rooms.readAlert(options.alert, config), options.model, config);
      const investigation = await run(context, { config, alert, now });
      await show(context, investigation, options.json);
      if (options.charts !== undefined) await draw(context, options.charts, { alert, investigation });
    });

function noAlert(): CliError {
  return new CliError({
    code: 'usage',
    message: 'Say which alert: --alert <file>.',
    hint: '`fishbone investigate --help` says how it is typed.',
    exitCode: 2,
  });
}

/** The model that the person names wins over what the alert says. */
export function withModel(alert: Alert, model: string | undefined, config: LoadedConfig): Alert {
  if (model === undefined) return alert;
  requireModel(model, config);
  return { ...alert, model };
}

export function requireModel(model: string, config: LoadedConfig): void {
  const models = Object.keys(config.config.models);
  if (models.includes(model)) return;
  throw new CliError({
    code: 'unknown-model',
    message: `There is no model '${model}' in ${config.path}${didYouMean(model, models)}`,
    hint: `Models: ${models.join(', ')}.`,
    exitCode: 2,
  });
}

async function run(
  { rooms, terminal }: Context,
  input: { readonly config: LoadedConfig; readonly alert: Alert; readonly now: Date | null },
): Promise<Investigation> {
  const warehouses = await rooms.openWarehouses(input.config);
  const progress = createProgress(terminal);
  const wordsOf = countedWords();
  progress.show('Looking at the tables; Ctrl-C cancels …');
  try {
    const { config, alert } = input;
    refuseMisnamed(await rooms.lookAtColumns(config, warehouses, alert.model), {
      terminal,
      path: config.path,
    });
    return await rooms.investigate({
      ...input,
      warehouses,
      clock: { now: () => rooms.now() },
      log: await rooms.log(),
      version: version(),
      signal: terminal.cancelled,
      onFact: async (fact) => {
        const words = wordsOf(fact);
        if (words !== null) progress.show(words);
      },
    });
  } finally {
    progress.clear();
    await warehouses.close();
  }
}

async function draw(
  { rooms, terminal }: Context,
  folder: string,
  { alert, investigation }: { readonly alert: Alert; readonly investigation: Investigation },
): Promise<void> {
  const written = await rooms.writeCharts(folder, {
    ...investigation,
    incident: alert.model ?? investigation.model,
    title: alert.title,
    alertedAt: alert.startedAt,
    breakdowns: [],
  });
  // Beside the answer, which may be JSON for a machine.
  terminal.err(`${written.length} charts in ${folder}: ${written.map(({ file }) => file).join(', ')}\n`);
}

async function show({ terminal }: Context, investigation: Investigation, json: boolean): Promise<void> {
  if (json) {
    const { answerOf } = await import('../../response/triage/answer.ts');
    terminal.out(`${JSON.stringify(answerOf(investigation), null, 2)}\n`);
    return;
  }
  const look = { width: terminal.width, colours: coloursWanted(terminal) };
  terminal.out(renderTerminal(investigationReport(investigation), look));
}
