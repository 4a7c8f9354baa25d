import type { Interval } from './estimate.ts';

/** A value with the interval it was found in. */
export type Located = { readonly value: number; readonly interval: Interval };

/**
 * Interval of after − before from each one's own interval, which may be lopsided: the distances to the limits that matter are
 * squared, added and rooted. Assumes the two windows are independent and both intervals have the same level.
 * Source: Newcombe 1998 (method 10) for proportions; Zou & Donner 2008 (MOVER) for any parameter.
 */
export function squareAndAdd(before: Located, after: Located): Interval {
  const value = after.value - before.value;
  const down = Math.hypot(after.value - after.interval.low, before.interval.high - before.value);
  const up = Math.hypot(after.interval.high - after.value, before.value - before.interval.low);
  return { low: value - down, high: value + up, level: after.interval.level };
}
