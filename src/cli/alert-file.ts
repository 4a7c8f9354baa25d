import { readFile } from 'node:fs/promises';
import type { Alert } from '../alert/alert.ts';
import type { AlertFormat } from '../alert/format.ts';
import { alertFormats, detectFormat, parseAnyAlert } from '../alert/formats.ts';
import { knownFrom } from '../alert/known.ts';
import type { LoadedConfig } from '../config/load.ts';
import { CliError } from './cli-error.ts';

export type AlertFile = {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly body: unknown;
};

/** @throws {CliError} when the file is not there or not JSON */
export async function readAlertFile(path: string): Promise<AlertFile> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new CliError({
      code: 'alert-not-readable',
      message: `The alert ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      hint: 'Name the JSON file that a monitor would send.',
    });
  });
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    return { path, bytes: new Uint8Array(bytes), body };
  } catch {
    throw new CliError({
      code: 'alert-not-json',
      message: `${path} is not JSON.`,
      hint: 'Give the body of one webhook, as the monitor sends it.',
    });
  }
}

/** Which monitor's format it is in. */
export function formatOf({ path, body }: AlertFile): AlertFormat {
  const format = detectFormat(body);
  if (format !== null) return format;
  throw new CliError({
    code: 'alert-malformed',
    message: `${path} looks like none of the alert formats.`,
    hint: `Give the body of a webhook from ${alertFormats.map(({ title }) => title).join(', ')}.`,
  });
}

/** The alert to look into: the first that fires; one that is over still says what was wrong. */
export function alertIn({ path, body }: AlertFile, loaded: LoadedConfig, receivedAt: Date): Alert {
  const parsed = parseAnyAlert(body, { known: knownFrom(loaded.config.models), receivedAt });
  if (parsed.kind === 'malformed') {
    throw new CliError({
      code: 'alert-malformed',
      message: `${path} is not an alert: ${parsed.problems.join('; ')}`,
      hint: parsed.hint,
    });
  }
  const alert = parsed.alerts.find((each) => each.status === 'firing') ?? parsed.alerts[0];
  if (alert !== undefined) return alert;
  throw new CliError({
    code: 'no-alert',
    message: `${path} speaks of no alert: ${parsed.skipped ?? 'it is empty'}.`,
    hint: 'Give the body of a webhook that fires.',
  });
}
