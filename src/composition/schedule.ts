import { schedule } from 'node-cron';
import type { Log } from '../response/ports.ts';

/**
 * Does work at the times of a cron expression, UTC, and once right away where that is asked for; never twice at once; what
 * fails is logged. Answers with its end.
 */
export function onSchedule(
  expression: string,
  work: () => Promise<void>,
  { name, log, rightAway }: { readonly name: string; readonly log: Log; readonly rightAway?: boolean },
): () => Promise<void> {
  let running: Promise<void> | null = null;
  const turn = (): void => {
    if (running !== null) return;
    running = work()
      .catch((error: unknown) => log.error(`${name} failed`, { error: String(error) }))
      .finally(() => {
        running = null;
      });
  };
  const task = schedule(expression, turn, { timezone: 'UTC', name });
  if (rightAway === true) turn();
  return async () => {
    await task.destroy();
    await running;
  };
}
