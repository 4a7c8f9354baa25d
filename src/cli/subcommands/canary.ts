import { Command } from 'commander';
import { z } from 'zod';
import type { LoadedConfig } from '../../config/load.ts';
import type { ModelConfig } from '../../config/schema.ts';
import { CliError } from '../cli-error.ts';
import { gatedModel } from '../gated-model.ts';
import { tellGates } from '../gates-at-terminal.ts';
import { parseMoment } from '../moment.ts';
import { configOption, configPath } from '../subcommand.ts';
import type { Subcommand } from '../subcommand.ts';

const Options = z.object({
  config: z.string().optional(),
  model: z.string().optional(),
  candidate: z.string(),
  candidateVersion: z.string().default('candidate'),
  now: z.string().optional(),
  markdown: z.string().optional(),
  junit: z.string().optional(),
});

export const canary: Subcommand = (context) =>
  new Command('canary')
    .description(
      'the golden set through a candidate and what serves; exit code 1 stops the deploy, 3: not known',
    )
    .option(...configOption)
    .option('--model <name>', 'the model, where there are several')
    .requiredOption('--candidate <url>', 'where the candidate scores, by the protocol of `pipelines.current`')
    .option(
      '--candidate-version <name>',
      'its version; the serving one’s for a rebuild that must score alike',
    )
    .option('--now <time>', 'served features as of then (default: the newest row)')
    .option('--markdown <file>', 'write a report for people')
    .option('--junit <file>', 'write a report for the CI server')
    .addHelpText(
      'after',
      '\nExample: fishbone canary --candidate http://10.0.0.9:8080/invocations --junit canary.xml',
    )
    .action(async (given: unknown) => {
      const options = Options.parse(given);
      const { rooms, terminal } = context;
      const loaded = await rooms.loadConfig(configPath(options.config, context));
      const { modelName, model } = gatedModel(options.model, loaded);
      const tried = withCandidate(model, options.candidate, options.candidateVersion);
      const config: LoadedConfig = {
        ...loaded,
        config: { ...loaded.config, models: { ...loaded.config.models, [modelName]: tried } },
      };
      const warehouses = await rooms.openWarehouses(config);
      try {
        const now = options.now === undefined ? null : parseMoment(options.now, '--now');
        const warehouse = await warehouses.open(modelName, now);
        const run = await rooms.runCanary({ modelName, model: tried, warehouse, signal: terminal.cancelled });
        await tellGates(run, options, context);
      } finally {
        await warehouses.close();
      }
    });

/** What serves now becomes the one to compare with. */
function withCandidate(model: ModelConfig, url: string, version: string): ModelConfig {
  const { pipelines, golden } = model;
  if (pipelines === undefined || golden === undefined)
    throw new CliError({
      code: 'canary-not-configured',
      message: 'A canary needs a golden set and the pipeline that serves.',
      hint: 'Name them under golden and pipelines.current of the model in fishbone.yml.',
      exitCode: 3,
    });
  if (!/^https?:/i.test(url) || !URL.canParse(url))
    throw new CliError({
      code: 'usage',
      message: `--candidate: '${url}' is not a URL of http or https.`,
      hint: 'Example: http://10.0.0.9:8080/invocations',
      exitCode: 2,
    });
  const { current } = pipelines;
  return { ...model, pipelines: { current: { ...current, url, version }, previous: current } };
}
