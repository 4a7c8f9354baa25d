import { Command } from 'commander';
import { z } from 'zod';
import { configOption, configPath } from '../subcommand.ts';
import type { Subcommand } from '../subcommand.ts';

const Options = z.object({ config: z.string().optional() });

export const restore: Subcommand = (context) =>
  new Command('restore')
    .description('put a backup in the place of the database; the bot must be stopped')
    .argument('<file>', 'what `fishbone backup` wrote')
    .option(...configOption)
    .action(async (file: string, given: unknown) => {
      const loaded = await context.rooms.loadConfig(configPath(Options.parse(given).config, context));
      const { path, incidents, events, setAside } = await context.rooms.restore(loaded, file);
      const before = setAside === null ? '' : `What was there before is ${setAside}.\n`;
      context.terminal.out(`${path}: ${incidents} incidents, ${events} events.\n${before}`);
    });
