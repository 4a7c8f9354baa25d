import { Command } from 'commander';
import { z } from 'zod';
import { configOption, configPath } from '../subcommand.ts';
import type { Subcommand } from '../subcommand.ts';

const Options = z.object({ config: z.string().optional() });

export const start: Subcommand = (context) =>
  new Command('start')
    .description('run the bot')
    .option(...configOption)
    .action(async (given: unknown) => {
      const options = Options.parse(given);
      const { rooms } = context;
      await rooms.start({
        config: configPath(options.config, context),
        log: await rooms.log('info'),
        sandboxLog: await rooms.logForPerson(),
      });
    });
