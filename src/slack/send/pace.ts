import { setTimeout as sleep } from 'node:timers/promises';

/** Slack takes about one message a second and channel. */
export type Pace = {
  /** Waits until the channel may be spoken to again, and takes that turn. */
  turn(channel: string): Promise<void>;
  /** A message went to this channel, known by another name before. */
  spoke(channel: string): void;
};

export function createPace(gapMs: number): Pace {
  const next = new Map<string, number>();
  return {
    async turn(channel) {
      const now = performance.now();
      const at = Math.max(now, next.get(channel) ?? 0);
      if (next.size > 1000) next.clear();
      next.set(channel, at + gapMs);
      if (at > now) await sleep(at - now);
    },
    spoke(channel) {
      next.set(channel, Math.max(next.get(channel) ?? 0, performance.now() + gapMs));
    },
  };
}
