import { Command } from 'commander';
import { z } from 'zod';
import { configOption, configPath } from '../subcommand.ts';
import type { Subcommand } from '../subcommand.ts';

const Options = z.object({ config: z.string().optional() });

export const backup: Subcommand = (context) =>
  new Command('backup')
    .description('copy the database, also while the bot runs')
    .argument('<file>', 'where to; a file that exists is not written over')
    .option(...configOption)
    .action(async (file: string, given: unknown) => {
      const loaded = await context.rooms.loadConfig(configPath(Options.parse(given).config, context));
      const { path, bytes } = await context.rooms.backup(loaded, file);
      context.terminal.out(`${path}: ${Math.ceil(bytes / 1024)} kB, whole\n`);
    });
