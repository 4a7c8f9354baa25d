import { dirname, join, relative } from 'node:path';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { chartsMarkdown } from '../../note/charts.ts';
import type { ExportedNote } from '../note-of.ts';
import { configOption, configPath } from '../subcommand.ts';
import type { Subcommand } from '../subcommand.ts';
import { writeNewFile } from '../write-new-file.ts';
import { writeRules } from '../write-rules.ts';

const Options = z.object({
  config: z.string().optional(),
  format: z.enum(['md', 'html', 'json']).optional(),
  json: z.boolean().default(false),
  out: z.string().optional(),
  charts: z.string().optional(),
  rules: z.string().optional(),
});

export const exportNote: Subcommand = (context) =>
  new Command('export')
    .description('write the note of an incident')
    .argument('<incident>', 'such as INC-12')
    .option(...configOption)
    .addOption(
      new Option('-f, --format <format>', 'Markdown, a page that prints to PDF, or JSON').choices([
        'md',
        'html',
        'json',
      ]),
    )
    .option('--json', 'the same as --format json')
    .option('-o, --out <file>', 'write it there, unless the file exists (default: stdout)')
    .option('--charts <folder>', 'draw its charts into this folder, and show them in the Markdown')
    .option('--rules <folder>', 'write the rules of its action items into this folder')
    .action(async (incident: string, given: unknown) => {
      const options = Options.parse(given);
      const loaded = await context.rooms.loadConfig(configPath(options.config, context));
      const note = await context.rooms.note(incident.toUpperCase(), loaded);
      const { charts: folder, out: output, rules } = options;
      if (rules !== undefined) {
        await writeRules(rules, note.rules);
        const names = note.rules.map(({ name }) => name).join(', ');
        context.terminal.err(`${rules}: ${names === '' ? 'no action item has a rule' : names}\n`);
      }
      const drawn = folder === undefined ? [] : await context.rooms.writeCharts(folder, note.charted);
      const from = output === undefined ? '.' : dirname(output);
      const shown = drawn.map((one) => ({ ...one, path: relative(from, join(folder ?? '', one.file)) }));
      const text = await written(note, options.format ?? formatOf(options), chartsMarkdown(shown));
      if (output === undefined) context.terminal.out(text);
      else await writeNewFile(output, text);
    });

type Format = 'md' | 'html' | 'json';

/** Not said: by the name of the file, else Markdown. */
function formatOf({ json, out }: { readonly json: boolean; readonly out?: string | undefined }): Format {
  if (json || out?.endsWith('.json') === true) return 'json';
  return /\.html?$/.test(out ?? '') ? 'html' : 'md';
}

async function written(note: ExportedNote, format: Format, charts: string): Promise<string> {
  switch (format) {
    case 'md':
      return `${note.markdown}${charts}`;
    case 'html':
      return note.html();
    case 'json':
      return note.json;
  }
}
