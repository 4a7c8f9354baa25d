import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const script = fileURLToPath(new URL('./write-from-another-process.ts', import.meta.url));

export type OtherProcess = {
  readonly pid: number | undefined;
  /** The next JSON line it prints. */
  answer(): Promise<unknown>;
  go(): void;
  kill(): Promise<void>;
};

/** Starts the other process with these arguments; it is gone after the test. */
export function startProcess(...words: readonly string[]): OtherProcess {
  const child = spawn(process.execPath, [script, ...words]);
  child.stderr.pipe(process.stderr);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = printedLines(child);
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  return {
    pid: child.pid,
    async answer() {
      const line = await lines.next();
      if (line.done === true)
        throw new Error(`the other process (${words.join(' ')}) ended without an answer`);
      const said: unknown = JSON.parse(line.value);
      return said;
    },
    go: () => void child.stdin.write('go\n'),
    kill,
  };
}

function printedLines(child: ChildProcessWithoutNullStreams): AsyncIterator<string> {
  return createInterface({ input: child.stdout })[Symbol.asyncIterator]();
}
