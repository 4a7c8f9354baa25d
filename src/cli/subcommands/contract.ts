import { Command } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error.ts';
import { gatedModel } from '../gated-model.ts';
import { contractText } from '../gates-at-terminal.ts';
import { configOption, configPath } from '../subcommand.ts';
import type { Subcommand } from '../subcommand.ts';
import { writeNewFile } from '../write-new-file.ts';

const Options = z.object({
  config: z.string().optional(),
  model: z.string().optional(),
  output: z.string().default('contract.yml'),
});

export const contract: Subcommand = (context) =>
  new Command('contract')
    .description('write contract.yml from the reference data: types, nulls, ranges, values and the key')
    .argument('<init>', '`init` writes it')
    .option(...configOption)
    .option('--model <name>', 'the model, where there are several')
    .option('-o, --output <file>', 'where to (default: contract.yml)')
    .addHelpText('after', '\nExample: fishbone contract init -o contract.yml')
    .action(async (verb: string, given: unknown) => {
      const options = Options.parse(given);
      if (verb !== 'init')
        throw problem('usage', `'${verb}' is not init.`, 'Example: fishbone contract init', 2);
      const { rooms, terminal } = context;
      const loaded = await rooms.loadConfig(configPath(options.config, context));
      const { modelName, model } = gatedModel(options.model, loaded);
      const warehouses = await rooms.openWarehouses(loaded);
      try {
        const warehouse = await warehouses.open(modelName, null);
        const drafted = await rooms.writeContract({
          modelName,
          model,
          warehouse,
          signal: terminal.cancelled,
        });
        if (drafted.kind === 'no-data')
          throw problem(
            'contract-without-data',
            `No contract: ${drafted.reason}.`,
            'fishbone doctor looks at the tables.',
          );
        await writeNewFile(options.output, contractText(drafted.contract));
        const count = Object.keys(drafted.contract.features).length;
        terminal.out(
          `${options.output}: ${count} features of ${modelName}. Read it through before you hold it.\n`,
        );
      } finally {
        await warehouses.close();
      }
    });

function problem(code: string, message: string, hint: string, exitCode: 1 | 2 = 1): CliError {
  return new CliError({ code, message, hint, exitCode });
}
