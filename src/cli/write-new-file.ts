import { writeFile } from 'node:fs/promises';
import { CliError } from './cli-error.ts';

/**
 * Writes a file that is not there yet.
 * @throws {CliError} `not-written`, also when the file exists: it is left as it is
 */
export async function writeNewFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new CliError({
      code: 'not-written',
      message: exists
        ? `${path} exists already and is left as it is.`
        : `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      hint: exists ? 'Name another file with -o.' : 'Check that its folder exists.',
    });
  }
}
