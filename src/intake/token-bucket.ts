export type Rate = { readonly burst: number; readonly perSecond: number };

export type TokenBucket = {
  /** Takes one; null when there was one, otherwise the whole seconds to wait for the next. */
  take(now: Date): number | null;
};

/** A bucket that starts full, holds `burst` and refills evenly with `perSecond`. */
export function createTokenBucket({ burst, perSecond }: Rate): TokenBucket {
  let tokens = burst;
  let filledAt: number | null = null;
  return {
    take(now) {
      const seconds = filledAt === null ? 0 : Math.max(0, (now.getTime() - filledAt) / 1000);
      tokens = Math.min(burst, tokens + seconds * perSecond);
      filledAt = now.getTime();
      if (tokens < 1) return Math.max(1, Math.ceil((1 - tokens) / perSecond));
      tokens -= 1;
      return null;
    },
  };
}
