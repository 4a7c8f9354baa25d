import { numberAt } from '../number-at.ts';

/** A fitted alternative to "nothing changed", in searched bins. `low`..`high` are the onsets that fit nearly as well. */
export type Candidate = {
  readonly shape: 'step' | 'ramp' | 'bump';
  readonly onset: number;
  readonly low: number;
  readonly high: number;
  /** Bins until the full effect is reached (ramp; Infinity while still rising), 1 for a sudden change. */
  readonly duration: number;
  /** First bin after a bump, or the number of searched bins. */
  readonly end: number;
  readonly gain: number;
};

/** Levels shorter than this are not looked for. */
export const SHORTEST_LEVEL = 3;

/**
 * Onsets whose gain is less than this below the best belong to the interval: χ²(1) at 99 %. The 3.84 of 95 % covers too little here, because
 * the likelihood is not smooth in the onset.
 */
export const INTERVAL_DROP = 6.63;

/** First and last onset within the drop of the best; `gains[t]` is −Infinity where t was not tried. */
export function onsetInterval(
  gains: Float64Array,
  best: number,
  drop = INTERVAL_DROP,
): { readonly low: number; readonly high: number } {
  const least = numberAt(gains, best) - drop;
  let [low, high] = [best, best];
  gains.forEach((gain, t) => {
    if (gain >= least) {
      low = Math.min(low, t);
      high = Math.max(high, t);
    }
  });
  return { low, high };
}

/** Index of the largest gain. */
export function indexOfLargest(gains: Float64Array): number {
  let best = 0;
  for (let t = 1; t < gains.length; t++) {
    if (numberAt(gains, t) > numberAt(gains, best)) best = t;
  }
  return best;
}
