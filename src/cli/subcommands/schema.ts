import { Command } from 'commander';
import type { Subcommand } from '../subcommand.ts';

export const schema: Subcommand = ({ terminal }) =>
  new Command('schema')
    .description('print the JSON Schema of fishbone.yml, for editors')
    .option('--reference', 'print the list of all keys in Markdown instead')
    .action(async (given: { reference?: true }) => {
      if (given.reference === true) {
        const { configReference } = await import('../../config/reference.ts');
        terminal.out(`${configReference()}\n`);
        return;
      }
      const { configJsonSchema } = await import('../../config/json-schema.ts');
      terminal.out(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
    });
