import { Command } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error.ts';
import { configOption, configPath } from '../subcommand.ts';
import type { Subcommand } from '../subcommand.ts';

const Options = z.object({
  config: z.string().optional(),
  reason: z.string().default('asked for on the command line'),
  yes: z.boolean().default(false),
});

export const forget: Subcommand = (context) =>
  new Command('forget')
    .description('delete one incident for ever: its events, evidence and messages in the database')
    .argument('<incident>', 'such as INC-12')
    .option(...configOption)
    .option('--reason <words>', 'why; kept with the number')
    .option('--yes', 'do it')
    .action(async (incident: string, given: unknown) => {
      const options = Options.parse(given);
      const id = incident.toUpperCase();
      if (!options.yes) throw unconfirmed(id);
      const loaded = await context.rooms.loadConfig(configPath(options.config, context));
      await context.rooms.forget(loaded, id, options.reason);
      context.terminal.out(`${id} is forgotten. Its messages in Slack are still there.\n`);
    });

function unconfirmed(incident: string): CliError {
  return new CliError({
    code: 'unconfirmed',
    message: `${incident} would be deleted for ever; no command brings it back.`,
    hint: `Write its note first if you want to keep it (fishbone export ${incident}), then add --yes.`,
  });
}
