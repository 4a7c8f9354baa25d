import { schedule } from 'node-cron';
import type { Log } from '../response/ports.ts';

/** Does work at the times of a cron expression, UTC, never twice at once; what fails is logged. Answers with its end. */
export function onSchedule(
  expression: string,
  work: () => Promise<void>,
  { name, log }: { readonly name: string; readonly log: Log },
): () => Promise<void> {
  let running: Promise<void> | null = null;
  const task = schedule(
    expression,
    () => {
      if (running !== null) return;
      running = work()
        .catch((error: unknown) => log.error(`${name} failed`, { error: String(error) }))
        .finally(() => {
          running = null;
        });
    },
    { timezone: 'UTC', name },
  );
  return async () => {
    await task.destroy();
    await running;
  };
}
