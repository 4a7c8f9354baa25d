import { Command } from 'commander';
import { redact } from '../redact/redact.ts';
import { tellError } from './cli-error.ts';
import type { Told } from './cli-error.ts';
import type { Rooms } from './rooms.ts';
import { subcommands } from './subcommands.ts';
import type { Context } from './subcommand.ts';
import type { Terminal } from './terminal.ts';
import { version } from '../version.ts';
import { visibleText } from './visible-text.ts';

/**
 * Runs one command line and returns the exit code: 0 done, 1 it cannot be done (or `doctor` found problems), 2 typed
 * wrongly, 130 cancelled. Every error is caught here, once.
 */
export async function runFishbone(
  words: readonly string[],
  { terminal, rooms }: { readonly terminal: Terminal; readonly rooms: Rooms },
): Promise<number> {
  let exitCode = 0;
  const context: Context = {
    terminal,
    rooms,
    end: (code) => {
      exitCode = code;
    },
  };
  try {
    await createProgram(context).parseAsync(words.length === 0 ? ['--help'] : [...words], {
      from: 'user',
    });
    return exitCode;
  } catch (error) {
    if (isHelp(error)) return error.exitCode;
    const told = tellError(error, terminal.cancelled.aborted);
    terminal.err(words.includes('--json') ? errorJson(told) : errorText(told));
    if (told.code === 'unexpected' && terminal.environment['LOG_LEVEL'] === 'debug') {
      terminal.err(`${redact(String(error instanceof Error ? error.stack : error))}\n`);
    }
    return told.exitCode;
  }
}

function createProgram(context: Context): Command {
  const program = configured(new Command('fishbone'), context)
    .description('Root-cause analysis of machine-learning incidents, with the people on call.')
    .version(version(), '-V, --version', 'print the version')
    .helpCommand('help [command]', 'say how a command is typed')
    .helpOption('-h, --help', 'say how this is typed');
  for (const subcommand of subcommands) {
    program.addCommand(
      configured(subcommand(context), context).helpOption('-h, --help', 'say how this is typed'),
    );
  }
  return program;
}

/** Errors are thrown and told at the door; help goes to the terminal that was given. */
function configured(command: Command, { terminal }: Context): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: () => {},
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}

function isHelp(error: unknown): error is Error & { readonly exitCode: number } {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'commander.helpDisplayed' || code === 'commander.help' || code === 'commander.version';
}

function errorText({ message, hint }: Told): string {
  return `${visibleText(message)}\n${hint === '' ? '' : `${visibleText(hint)}\n`}`;
}

function errorJson({ code, message, hint }: Told): string {
  return `${JSON.stringify({ error: { code, message, hint } })}\n`;
}
