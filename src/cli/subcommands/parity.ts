import { Command } from 'commander';
import { z } from 'zod';
import { durationSeconds } from '../../config/durations.ts';
import { CliError } from '../cli-error.ts';
import { gatedModel } from '../gated-model.ts';
import { readContract, tellGates } from '../gates-at-terminal.ts';
import { parseMoment } from '../moment.ts';
import { configOption, configPath } from '../subcommand.ts';
import type { Subcommand } from '../subcommand.ts';

const Options = z.object({
  config: z.string().optional(),
  contract: z.string(),
  window: z.string().default('24h'),
  top: z.coerce.number().int().min(1).default(5),
  now: z.string().optional(),
  markdown: z.string().optional(),
  junit: z.string().optional(),
});

export const parity: Subcommand = (context) =>
  new Command('parity')
    .description(
      'hold what is served against contract.yml, and the top features against their offline values',
    )
    .option(...configOption)
    .requiredOption('--contract <file>', 'the contract; `fishbone contract init` writes one')
    .option('--window <duration>', 'how far back (default: 24h)')
    .option('--top <count>', 'how many features, by influence, online against offline (default: 5)')
    .option('--now <time>', 'as of then: nothing later is read (default: the newest row)')
    .option('--markdown <file>', 'write a report for people')
    .option('--junit <file>', 'write a report for the CI server')
    .addHelpText('after', '\nExample: fishbone parity --contract contract.yml --junit parity.xml')
    .action(async (given: unknown) => {
      const options = Options.parse(given);
      const { rooms, terminal } = context;
      const seconds = durationSeconds(options.window);
      if (seconds === null || seconds === 0)
        throw new CliError({
          code: 'usage',
          message: `--window: '${options.window}' is no duration.`,
          hint: 'Example: 24h',
          exitCode: 2,
        });
      const now = options.now === undefined ? null : parseMoment(options.now, '--now');
      const contract = await readContract(options.contract);
      const loaded = await rooms.loadConfig(configPath(options.config, context));
      const { modelName, model } = gatedModel(contract.model, loaded);
      const warehouses = await rooms.openWarehouses(loaded);
      try {
        const warehouse = await warehouses.open(modelName, now);
        const held = { modelName, model, warehouse, signal: terminal.cancelled };
        const asked = { contract, top: options.top, milliseconds: seconds * 1000 };
        await tellGates(await rooms.runContract(held, asked), options, context);
      } finally {
        await warehouses.close();
      }
    });
