import type { Log } from '../response/ports.ts';

export type Background = {
  run(name: string, work: (signal: AbortSignal) => Promise<void>): void;
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
  /** Asks all work to end, and waits for it as long as it may. */
  close(graceMs: number): Promise<void>;
};

/** Work that goes on after its verb has answered. What fails is logged, and stops no other. */
export function createBackground(log: Log): Background {
  const running = new Set<Promise<void>>();
  const ending = new AbortController();
  return {
    run(name, work) {
      if (ending.signal.aborted) return;
      const one = work(ending.signal)
        .catch((error: unknown) => {
          if (!ending.signal.aborted)
            log.error(`${name} failed`, { error: error instanceof Error ? error.message : String(error) });
        })
        .finally(() => running.delete(one));
      running.add(one);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
    async close(graceMs) {
      ending.abort(new Error('the bot stops'));
      const late = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref());
      await Promise.race([Promise.all(running), late]);
    },
  };
}
