import type { Clock } from './clock.ts';

/** How often a method may be called: `perMinute` on average, `burst` at once, counted per app or per app and channel. */
export type RateLimit = {
  readonly perMinute: number;
  readonly burst: number;
  readonly per: 'app' | 'channel';
};

/** The limits as Slack documents them; posting allows more than one a second only in short bursts. */
export const limits = {
  posting: { perMinute: 60, burst: 4, per: 'channel' },
  perMinute20: { perMinute: 20, burst: 20, per: 'app' },
  perMinute50: { perMinute: 50, burst: 50, per: 'app' },
  perMinute100: { perMinute: 100, burst: 100, per: 'app' },
} as const satisfies Record<string, RateLimit>;

export type RateLimiter = {
  /** Undefined: go on. A number: refused, come back in that many whole seconds of wall time. */
  refuse(method: string, limit: RateLimit, channel: string | undefined): number | undefined;
};

type Bucket = { tokens: number; filledAt: number };

/** Token buckets on the sandbox clock; `off` refuses nothing. */
export function limitRates(mode: 'slack' | 'off', clock: Clock): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return {
    refuse(method, limit, channel) {
      if (mode === 'off') return undefined;
      const key = limit.per === 'channel' ? `${method} ${channel ?? ''}` : method;
      const bucket = buckets.get(key) ?? { tokens: limit.burst, filledAt: clock.now() };
      buckets.set(key, bucket);
      refill(bucket, limit, clock.now());
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return undefined;
      }
      const waitMs = ((1 - bucket.tokens) * 60_000) / limit.perMinute;
      // Retry-After counts whole seconds of the caller's time; a fast clock may round it down to "at once".
      return clock.speed === 1 ? Math.ceil(waitMs / 1000) : Math.round(waitMs / 1000 / clock.speed);
    },
  };
}

function refill(bucket: Bucket, limit: RateLimit, now: number): void {
  const gained = ((now - bucket.filledAt) * limit.perMinute) / 60_000;
  bucket.tokens = Math.min(limit.burst, bucket.tokens + gained);
  bucket.filledAt = now;
}
