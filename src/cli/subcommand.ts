import type { Command } from 'commander';
import type { Rooms } from './rooms.ts';
import type { Terminal } from './terminal.ts';

/** What a subcommand is given. `end` sets the exit code of a run that went well and still says no. */
export type Context = {
  readonly terminal: Terminal;
  readonly rooms: Rooms;
  readonly end: (exitCode: number) => void;
};

/** One subcommand: how it is typed, and what it does. One file in `subcommands/` each. */
export type Subcommand = (context: Context) => Command;

export const configOption = [
  '-c, --config <file>',
  'the configuration (default: $FISHBONE_CONFIG or fishbone.yml)',
] as const;

/** The configuration meant when none is named. */
export function configPath(given: string | undefined, context: Context): string {
  return given ?? context.terminal.environment['FISHBONE_CONFIG'] ?? 'fishbone.yml';
}
