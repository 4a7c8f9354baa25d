import { dirname, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error.ts';
import type { GuessedClasses } from '../init/guess-classes.ts';
import { guessPredictions } from '../init/guess-predictions.ts';
import { guessTables } from '../init/guess-tables.ts';
import type { TableLook } from '../init/table-look.ts';
import { configText } from '../init/write-config.ts';
import type { Subcommand } from '../subcommand.ts';
import { writeNewFile } from '../write-new-file.ts';

const Options = z.object({ output: z.string().default('fishbone.yml'), model: z.string().default('model') });

export const init: Subcommand = ({ terminal, rooms }) =>
  new Command('init')
    .description('write a first fishbone.yml by looking at a folder of tables')
    .argument('<folder>', 'a folder of Parquet, CSV or JSON files')
    .option('-o, --output <file>', 'where to write it; never overwrites (default: fishbone.yml)')
    .option('--model <name>', 'the name that alerts use for the model (default: model)')
    .action(async (folder: string, given: unknown) => {
      const options = Options.parse(given);
      const tables = await rooms.lookAtTables(resolve(folder));
      const predictions = guessPredictions(tables);
      if (predictions === null) throw nothingScored(folder, tables);
      const text = configText({
        model: options.model,
        folder: pathFrom(options.output, folder),
        predictions,
        tables: guessTables(tables, predictions),
      });
      await writeNewFile(options.output, text);
      terminal.out(
        `${options.output} is written: ${predictions.features.length} features, ${predictions.segments.length} segments in ${predictions.table.name}.\n` +
          guessedClasses(predictions.classes) +
          `Read it through, then run: fishbone doctor --config ${options.output}\n` +
          `To have it watched by itself: fishbone monitors init --config ${options.output}\n`,
      );
    });

/** Classes are the boldest of the guesses, so it is said what they rest on. */
function guessedClasses(classes: GuessedClasses | null): string {
  if (classes === null) return '';
  const { names, predicted, label, scores, score } = classes;
  const listed = names.length > 6 ? `${names.slice(0, 6).join(', ')} …` : names.join(', ');
  const where =
    scores === null
      ? score === null
        ? 'no scores were found'
        : `how sure it was in ${score}`
      : typeof scores === 'string'
        ? `scores in ${scores}`
        : `a column of scores for each, such as ${Object.values(scores)[0] ?? ''}`;
  return (
    `Guessed \`task: multiclass\`: ${predicted} has ${names.length} values (${listed}); ${where}; ` +
    `${label === null ? 'no column of true classes was found' : `true classes in ${label}`}. If it tells no classes apart, change the task.\n`
  );
}

function pathFrom(output: string, folder: string): string {
  const path = relative(dirname(resolve(output)), resolve(folder));
  return path.startsWith('..') ? path : `./${path}`;
}

function nothingScored(folder: string, tables: readonly TableLook[]): CliError {
  const seen = tables.map((table) => table.name).join(', ');
  return new CliError({
    code: 'no-predictions',
    message: `No table in ${folder} looks like predictions (it has: ${seen === '' ? 'no tables' : seen}).`,
    hint: 'One table must hold a timestamp, a column that names the request, and a number called score, probability or prediction. docs/configuration.md shows how to write the file by hand.',
  });
}
