import { criticalValue } from '../normal-interval.ts';
import type { Interval } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import type { Candidate } from './candidate.ts';
import type { SearchedBins } from './searched-bins.ts';

/**
 * How large the change is. `after` is what was measured once the change was complete, `before` what those bins would have shown had the level of
 * the bins before the onset gone on (season included), `value` their difference. The bins of the onset's interval are left out.
 * The interval takes the onset as given: it describes, it does not test.
 */
export type OnsetEffect = {
  readonly value: number;
  readonly before: number;
  readonly after: number;
  readonly interval: Interval;
};

export function onsetEffect(bins: SearchedBins, found: Candidate, level: number): OnsetEffect {
  const inside = stretchOf(bins, completed(found));
  const outside = stretchOf(bins, { from: 0, to: Math.max(1, found.low) });
  const value = inside.residual - outside.residual;
  const reach = criticalValue(level) * Math.sqrt(inside.variance + outside.variance);
  return {
    value,
    before: inside.mean - value,
    after: inside.mean,
    interval: { low: value - reach, high: value + reach, level },
  };
}

// The bins in which the change has fully arrived: for a line still rising, its last third.
function completed({ shape, onset, high, duration, end }: Candidate): {
  readonly from: number;
  readonly to: number;
} {
  const arrived = duration === Infinity ? onset + Math.floor((2 * (end - onset)) / 3) : onset + duration - 1;
  const from = shape === 'ramp' ? arrived : Math.max(high, arrived);
  return { from: Math.min(from, end - 1), to: end };
}

function stretchOf(bins: SearchedBins, { from, to }: { readonly from: number; readonly to: number }) {
  let [rows, sum, residual, variance] = [0, 0, 0, 0];
  for (let k = from; k < to; k++) {
    const [n, level] = [numberAt(bins.rows, k), numberAt(bins.level, k)];
    rows += n;
    sum += n * level;
    residual += n * (level - numberAt(bins.expected, k));
    const ofLevel =
      bins.kind === 'means' ? numberAt(bins.variance, k) : (bins.inflation * level * (1 - level)) / n;
    variance += n * n * ofLevel;
  }
  return { mean: sum / rows, residual: residual / rows, variance: variance / (rows * rows) };
}
