import { Command } from 'commander';
import type { Subcommand } from '../subcommand.ts';

export const demo: Subcommand = ({ rooms }) =>
  new Command('demo')
    .description('run the bot in a local Slack on a recorded incident, to try it without any account')
    .argument('[words...]', 'which recorded incident')
    .action(async (words: readonly string[]) => {
      await rooms.demo({ log: await rooms.logForPerson(), words });
    });
