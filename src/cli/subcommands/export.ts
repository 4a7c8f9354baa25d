import { dirname, join, relative } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { chartsMarkdown } from '../../note/charts.ts';
import { configOption, configPath } from '../subcommand.ts';
import type { Subcommand } from '../subcommand.ts';
import { writeNewFile } from '../write-new-file.ts';

const Options = z.object({
  config: z.string().optional(),
  json: z.boolean().default(false),
  output: z.string().optional(),
  charts: z.string().optional(),
});

export const exportNote: Subcommand = (context) =>
  new Command('export')
    .description('write the note of an incident')
    .argument('<incident>', 'such as INC-12')
    .option(...configOption)
    .option('--json', 'the note as a JSON document instead of Markdown')
    .option('-o, --output <file>', 'write it there, unless the file exists (default: stdout)')
    .option('--charts <folder>', 'draw its charts into this folder, and show them in the Markdown')
    .action(async (incident: string, given: unknown) => {
      const options = Options.parse(given);
      const loaded = await context.rooms.loadConfig(configPath(options.config, context));
      const note = await context.rooms.note(incident.toUpperCase(), loaded);
      const { charts: folder, output } = options;
      const drawn = folder === undefined ? [] : await context.rooms.writeCharts(folder, note.charted);
      const from = output === undefined ? '.' : dirname(output);
      const shown = drawn.map((one) => ({ ...one, path: relative(from, join(folder ?? '', one.file)) }));
      const text = options.json
        ? `${JSON.stringify(note.document, null, 2)}\n`
        : `${note.markdown}${chartsMarkdown(shown)}`;
      if (options.output === undefined) context.terminal.out(text);
      else await writeNewFile(options.output, text);
    });
