import { numberAt } from '../number-at.ts';
import { indexOfLargest, onsetInterval, SHORTEST_LEVEL, type Candidate } from './candidate.ts';
import type { Evidence } from './evidence.ts';

/** The best ramp, and the best step measured with the same straight-line likelihood, so that the two can be compared. */
export type RampSearch = {
  readonly ramp: Candidate;
  readonly stepGain: number;
  /** The earliest onset of a ramp whose gain is less than `drop` below the best ramp's. */
  readonly earliest: (drop: number) => number;
};

const SHORTEST_RAMP = 6;
const GROWTH = Math.SQRT2;

/**
 * The best slow change: level until the onset, then a straight line for `duration` bins (6, 8, 12, 17 … or to the end), then level again.
 * Least squares of the residuals on that shape; its gain is (Σ w f r)² / Σ w (f − f̄)². Time: bins × durations, by running sums.
 */
export function bestRamp({ size, residual, weight }: Evidence): RampSearch {
  const sums = runningMoments(residual, weight);
  const durations = [Infinity];
  for (let d = SHORTEST_RAMP; d <= size - 2 * SHORTEST_LEVEL; d *= GROWTH) durations.push(Math.round(d));
  const gains = new Float64Array(size).fill(-Infinity);
  const durationAt = new Float64Array(size).fill(Infinity);
  for (const duration of durations) {
    gainsOf(duration, size, sums).forEach((gain, t) => {
      if (gain <= numberAt(gains, t)) return;
      gains[t] = gain;
      durationAt[t] = duration;
    });
  }
  const onset = indexOfLargest(gains);
  const steps = gainsOf(1, size, sums);
  return {
    ramp: {
      shape: 'ramp',
      onset,
      ...onsetInterval(gains, onset),
      duration: numberAt(durationAt, onset),
      end: size,
      gain: numberAt(gains, onset),
    },
    stepGain: numberAt(steps, indexOfLargest(steps)),
    earliest: (drop) => onsetInterval(gains, onset, drop).low,
  };
}

/** Running sums over bins k of w, wk, wk², wr, wkr. */
type RunningMoments = {
  readonly w: Float64Array;
  readonly wk: Float64Array;
  readonly wkk: Float64Array;
  readonly wr: Float64Array;
  readonly wkr: Float64Array;
};

function gainsOf(duration: number, size: number, sums: RunningMoments): Float64Array {
  const gains = new Float64Array(size).fill(-Infinity);
  const mass = numberAt(sums.w, size);
  const pull = numberAt(sums.wr, size);
  for (let t = SHORTEST_LEVEL; t <= size - SHORTEST_LEVEL; t++) {
    // f rises as (k − t + 1)/length up to `top`, where it has reached 1, and stays there.
    const length = duration === Infinity ? size - t : duration;
    const top = Math.min(size, t + length);
    const between = (of: Float64Array) => numberAt(of, top) - numberAt(of, t);
    const start = t - 1;
    const [w, wk] = [between(sums.w), between(sums.wk)];
    const flat = mass - numberAt(sums.w, top);
    const f = (wk - start * w) / length + flat;
    const ff = (between(sums.wkk) - 2 * start * wk + start * start * w) / (length * length) + flat;
    const fr = (between(sums.wkr) - start * between(sums.wr)) / length + (pull - numberAt(sums.wr, top));
    const spread = ff - (f * f) / mass;
    if (spread > 1e-9 * ff) gains[t] = (fr - (f * pull) / mass) ** 2 / spread;
  }
  return gains;
}

function runningMoments(residual: Float64Array, weight: Float64Array): RunningMoments {
  const running = (of: (k: number) => number) => {
    const sums = new Float64Array(weight.length + 1);
    for (let k = 0; k < weight.length; k++) sums[k + 1] = numberAt(sums, k) + numberAt(weight, k) * of(k);
    return sums;
  };
  return {
    w: running(() => 1),
    wk: running((k) => k),
    wkk: running((k) => k * k),
    wr: running((k) => numberAt(residual, k)),
    wkr: running((k) => k * numberAt(residual, k)),
  };
}
