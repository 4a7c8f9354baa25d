import { stripVTControlCharacters } from 'node:util';
import { CommanderError } from 'commander';
import { z } from 'zod';
import { redact } from '../redact/redact.ts';
import { hypothesisLines } from './hypothesis-lines.ts';

/** Something the person at the terminal can put right. Exit code 2 for a command typed wrongly, 3 for a gate that could not be looked at, else 1. */
export class CliError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly exitCode: 1 | 2 | 3;

  constructor(input: {
    readonly code: string;
    readonly message: string;
    readonly hint: string;
    readonly exitCode?: 1 | 2 | 3;
  }) {
    super(input.message);
    this.name = 'CliError';
    this.code = input.code;
    this.hint = input.hint;
    this.exitCode = input.exitCode ?? 1;
  }
}

/** What is told at the door about anything that was thrown. */
export type Told = {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly exitCode: number;
};

const Known = z.object({ code: z.string(), hint: z.string() });

/** Every error as a message, a hint and an exit code. What nobody foresaw says so, and how to see more. */
export function tellError(error: unknown, cancelled: boolean): Told {
  if (cancelled) return { code: 'cancelled', message: 'Cancelled.', hint: '', exitCode: 130 };
  if (error instanceof CliError) return told(error, error.exitCode);
  if (error instanceof CommanderError) return usage(error);
  const said = hypothesisLines(error) ?? (error instanceof Error ? error.message : String(error));
  const message = redact(said);
  const known = Known.safeParse(error);
  if (known.success) return { ...known.data, hint: redact(known.data.hint), message, exitCode: 1 };
  return {
    code: 'unexpected',
    message: `Something broke that should not: ${message}`,
    hint: 'Set LOG_LEVEL=debug to see where, and please report it.',
    exitCode: 1,
  };
}

function told(error: CliError, exitCode: number): Told {
  return { code: error.code, message: redact(error.message), hint: redact(error.hint), exitCode };
}

/** `error: unknown option '--alrt'\n(Did you mean --alert?)` → message and hint. */
function usage(error: CommanderError): Told {
  const [first = '', ...rest] = stripVTControlCharacters(error.message).split('\n');
  const suggestion = rest
    .join(' ')
    .replaceAll(/^\(|\)$/g, '')
    .trim();
  const message = first.replace(/^error: /, '');
  return {
    code: 'usage',
    message: `${message.charAt(0).toUpperCase()}${message.slice(1)}.`.replace(/\.\.$/, '.'),
    hint: suggestion === '' ? '`fishbone --help` lists what there is.' : suggestion,
    exitCode: 2,
  };
}
