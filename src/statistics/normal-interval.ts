import { normalQuantile } from './distribution/normal.ts';
import type { Interval } from './estimate.ts';
import { requireLevel } from './shape-error.ts';

/** How many standard errors an interval at `level` reaches to either side: 1.96 at 0.95. */
export function criticalValue(level: number): number {
  requireLevel(level);
  return normalQuantile(0.5 + level / 2);
}

/** value ± z·standardError, cut to `bounds` where the quantity cannot leave them. */
export function normalInterval(
  centre: { readonly value: number; readonly standardError: number },
  level: number,
  bounds: { readonly low: number; readonly high: number } = { low: -Infinity, high: Infinity },
): Interval {
  const reach = criticalValue(level) * centre.standardError;
  return {
    low: Math.max(bounds.low, centre.value - reach),
    high: Math.min(bounds.high, centre.value + reach),
    level,
  };
}
