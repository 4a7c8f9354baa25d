import type { Segment } from '../alert/alert.ts';
import { CliError } from './cli-error.ts';

/**
 * `country=BR`, once for each dimension. `true`, `false` and `null` mean themselves, as in `/rca check`; the rest is text.
 * @throws {CliError} usage, when a word is not dimension=value
 */
export function parseSegment(words: readonly string[]): Segment {
  return Object.fromEntries(
    words.map((word) => {
      const [dimension, ...value] = word.split('=');
      if (dimension === undefined || dimension === '' || value.length === 0) {
        throw new CliError({
          code: 'usage',
          message: `--segment: '${word}' is not dimension=value.`,
          hint: 'Write it as --segment country=BR, once for each dimension.',
          exitCode: 2,
        });
      }
      return [dimension, valueOf(value.join('='))];
    }),
  );
}

function valueOf(word: string): Segment[string] {
  if (word === 'true' || word === 'false') return word === 'true';
  return word === 'null' ? null : word;
}
