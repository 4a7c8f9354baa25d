import type { Environment } from '../config/environment.ts';

/** Where the command line speaks. What a pipe reads goes to `out`; everything for a person at work goes to `err`. */
export type Terminal = {
  out(text: string): void;
  err(text: string): void;
  /** Whether a person sees it directly, rather than a file or a pipe. */
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Columns. */
  readonly width: number;
  readonly environment: Environment;
  /** Aborted by Ctrl-C. */
  readonly cancelled: AbortSignal;
};

export function processTerminal(cancelled: AbortSignal): Terminal {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    outIsTerminal: process.stdout.isTTY,
    errIsTerminal: process.stderr.isTTY,
    width: process.stdout.columns ?? columnsSaid(process.env['COLUMNS']) ?? 100,
    environment: process.env,
    cancelled,
  };
}

/** Colours are for eyes: never into a file or a pipe, and never against NO_COLOR (https://no-color.org). */
export function coloursWanted(terminal: Pick<Terminal, 'outIsTerminal' | 'environment'>): boolean {
  const refused = terminal.environment['NO_COLOR'] ?? '';
  return terminal.outIsTerminal && refused === '' && terminal.environment['TERM'] !== 'dumb';
}

/** A pipe has no width of its own; COLUMNS may say which one the reader has. */
function columnsSaid(text: string | undefined): number | null {
  const columns = Number(text);
  return Number.isInteger(columns) && columns >= 40 ? columns : null;
}
