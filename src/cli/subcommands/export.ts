import { Command } from 'commander';
import { z } from 'zod';
import { configOption, configPath } from '../subcommand.ts';
import type { Subcommand } from '../subcommand.ts';
import { writeNewFile } from '../write-new-file.ts';

const Options = z.object({
  config: z.string().optional(),
  json: z.boolean().default(false),
  output: z.string().optional(),
});

export const exportNote: Subcommand = (context) =>
  new Command('export')
    .description('write the note of an incident')
    .argument('<incident>', 'such as INC-12')
    .option(...configOption)
    .option('--json', 'the note as a JSON document instead of Markdown')
    .option('-o, --output <file>', 'write it there, unless the file exists (default: stdout)')
    .action(async (incident: string, given: unknown) => {
      const options = Options.parse(given);
      const loaded = await context.rooms.loadConfig(configPath(options.config, context));
      const note = await context.rooms.note(incident.toUpperCase(), loaded);
      const text = options.json ? `${JSON.stringify(note.document, null, 2)}\n` : note.markdown;
      if (options.output === undefined) context.terminal.out(text);
      else await writeNewFile(options.output, text);
    });
