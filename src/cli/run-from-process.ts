import { openRooms } from './open-rooms.ts';
import { runFishbone } from './program.ts';
import { processTerminal } from './terminal.ts';

/** Runs the command line of this process. The first Ctrl-C cancels what is under way, the second ends the process. */
export async function runFromProcess(): Promise<void> {
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort(new Error('cancelled')));
  process.stdout.on('error', endQuietlyOnClosedPipe);
  const terminal = processTerminal(cancel.signal);
  process.exitCode = await runFishbone(process.argv.slice(2), { terminal, rooms: openRooms(terminal) });
}

/** `fishbone checks | head` closes the pipe before all is written: that is no error. */
function endQuietlyOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
}
