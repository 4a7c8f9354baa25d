import { CliError } from './cli-error.ts';

const iso = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * A moment given on the command line: ISO 8601, UTC when it names no zone.
 * @throws {CliError} usage, when it is none
 */
export function parseMoment(text: string, option: string): Date {
  const match = iso.exec(text.trim());
  const full = text.trim().replace(' ', 'T');
  const time =
    match === null ? null : new Date(match[1] === undefined && full.includes('T') ? `${full}Z` : full);
  if (time === null || Number.isNaN(time.getTime())) {
    throw new CliError({
      code: 'usage',
      message: `${option}: '${text}' is not a moment.`,
      hint: 'Write it as 2026-03-09T14:05:00Z (UTC when no zone is named).',
      exitCode: 2,
    });
  }
  return time;
}
