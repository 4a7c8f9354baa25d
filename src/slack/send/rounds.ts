import type { Log } from '../../response/ports.ts';
import { createWaiter } from '../waiter.ts';

/** A queue being worked off in rounds, one after the other, until it is closed. */
export type Rounds = {
  /** Look now: something was queued. */
  wake(): void;
  /** Look again when `ms` have passed, because something is due then. */
  wakeIn(ms: number): void;
  /** No round begins before `ms` have passed. */
  pause(ms: number): void;
  /** One more round, as the loop would make it; true when there may be more to do. */
  once(): Promise<boolean>;
  /** Begins no further round of its own, and waits for the one that runs. */
  close(): Promise<void>;
};

/** `round` claims and works once, and says whether there may be more. What it throws is logged, and the next round comes. */
export function startRounds(ports: {
  readonly round: (rounds: Rounds) => Promise<boolean>;
  /** What the queue holds, for the log: `pictures`. */
  readonly of: string;
  readonly log: Log;
  /** How often to look without being woken. */
  readonly pollMs?: number;
}): Rounds {
  const waiter = createWaiter();
  const timers = new Set<NodeJS.Timeout>();
  const life = { isOpen: true };
  let pausedUntil = 0;

  const rounds: Rounds = {
    wake: () => waiter.wake(),
    wakeIn(ms) {
      if (!life.isOpen) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        waiter.wake();
      }, ms);
      timers.add(timer);
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, performance.now() + ms);
    },
    async once() {
      if (performance.now() < pausedUntil) return false;
      return ports.round(rounds).catch((error: unknown) => {
        ports.log.error(`the ${ports.of} could not be worked on`, { error: String(error) });
        return false;
      });
    },
    async close() {
      life.isOpen = false;
      for (const timer of timers) clearTimeout(timer);
      waiter.wake();
      await looping;
    },
  };

  const loop = async (): Promise<void> => {
    while (life.isOpen) {
      if (!(await rounds.once())) await waiter.wait(ports.pollMs ?? 5000);
    }
  };
  const looping = loop();
  return rounds;
}
