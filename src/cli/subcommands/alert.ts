import { Command } from 'commander';
import { z } from 'zod';
import { configOption, configPath } from '../subcommand.ts';
import type { Subcommand } from '../subcommand.ts';

const Options = z.object({ config: z.string().optional(), json: z.boolean().default(false) });

export const alert: Subcommand = (context) =>
  new Command('alert')
    .description('hand an alert to the running bot, or to its inbox while it is stopped')
    .argument('<file>', 'the alert, as its monitor would send it (JSON)')
    .option(...configOption)
    .option('--json', 'one JSON object on stdout')
    .action(async (file: string, given: unknown) => {
      const options = Options.parse(given);
      const { rooms, terminal } = context;
      const loaded = await rooms.loadConfig(configPath(options.config, context));
      const delivered = await rooms.deliverAlert(file, loaded);
      if (options.json) terminal.out(`${JSON.stringify(delivered)}\n`);
      else if (delivered.to === 'intake')
        terminal.out(`The bot at ${delivered.url} took it: ${delivered.answer}.\n`);
      else {
        terminal.out(`No bot answers. The alert is in the inbox ${delivered.path}: ${delivered.answer}.\n`);
      }
    });
