import { DEFAULT_LEVEL, unanswerable, type Answer, type Interval } from '../estimate.ts';
import { meanDifference } from '../mean/mean-difference.ts';
import { spreadOf, type Moments } from '../mean/moments.ts';
import { normalInterval } from '../normal-interval.ts';

/** One segment in both windows. For a rate, sum and sum of squares are both the events. */
export type SegmentMoments = { readonly segment: string; readonly before: Moments; readonly after: Moments };

/** What a segment adds to the change: `rate` because its own rate moved, `mix` because its share of the rows moved. */
export type SegmentPart = {
  readonly segment: string;
  readonly rate: number;
  readonly mix: number;
  readonly shareBefore: number;
  readonly shareAfter: number;
};

export type MixAndRate = {
  readonly kind: 'estimate';
  /** Overall mean after − before; exactly `rate` + `mix`. */
  readonly value: number;
  readonly interval: Interval;
  readonly rate: number;
  /** Interval of `rate` with the shares taken as they are. */
  readonly rateInterval: Interval;
  readonly mix: number;
  readonly segments: readonly SegmentPart[];
  /** The segments moved one way and the whole the other, both beyond noise. */
  readonly simpsonsParadox: boolean;
};

/**
 * Splits a change of an overall mean exactly: ΔR = Σ w̄ₛ Δrₛ (rate) + Σ (r̄ₛ − R̄) Δwₛ (mix), bars being means of the two windows. A segment
 * seen in one window only keeps the rate it showed there, so all of its part is mix.
 * Assumes the segments split all rows without overlap, and independent rows. Source: Kitagawa 1955.
 */
export function mixAndRate(segments: readonly SegmentMoments[], level = DEFAULT_LEVEL): Answer<MixAndRate> {
  const whole = { before: addUp(segments, 'before'), after: addUp(segments, 'after') };
  if (
    !Object.values(whole)
      .flatMap(Object.values<number>)
      .every(Number.isFinite)
  ) {
    return unanswerable('not a finite number');
  }
  if (whole.before.n <= 0 || whole.after.n <= 0) return unanswerable('no rows');
  const means = { before: whole.before.sum / whole.before.n, after: whole.after.sum / whole.after.n };
  const centre = (means.before + means.after) / 2;
  let variance = 0;
  const parts = segments.map(({ segment, before, after }): SegmentPart => {
    const [shareBefore, shareAfter] = [before.n / whole.before.n, after.n / whole.after.n];
    const share = (shareBefore + shareAfter) / 2;
    const rateBefore = before.n > 0 ? before.sum / before.n : after.sum / (after.n || 1);
    const rateAfter = after.n > 0 ? after.sum / after.n : rateBefore;
    if (before.n > 0 && after.n > 0)
      variance += share ** 2 * (varianceOfMean(before) + varianceOfMean(after));
    return {
      segment,
      rate: share * (rateAfter - rateBefore),
      mix: ((rateBefore + rateAfter) / 2 - centre) * (shareAfter - shareBefore),
      shareBefore,
      shareAfter,
    };
  });
  const tested = meanDifference(whole, level);
  if (tested.kind === 'unanswerable') return tested;
  const rate = parts.reduce((sum, part) => sum + part.rate, 0);
  const mix = parts.reduce((sum, part) => sum + part.mix, 0);
  const rateInterval = normalInterval({ value: rate, standardError: Math.sqrt(variance) }, level);
  const opposite = Math.sign(rate) * Math.sign(tested.value) < 0;
  return {
    kind: 'estimate',
    value: tested.value,
    interval: tested.interval,
    rate,
    rateInterval,
    mix,
    segments: parts,
    simpsonsParadox: opposite && clearOfZero(rateInterval) && clearOfZero(tested.interval),
  };
}

function addUp(segments: readonly SegmentMoments[], window: 'before' | 'after'): Moments {
  const sum = { n: 0, sum: 0, sumOfSquares: 0 };
  for (const segment of segments) {
    sum.n += segment[window].n;
    sum.sum += segment[window].sum;
    sum.sumOfSquares += segment[window].sumOfSquares;
  }
  return sum;
}

// A single row says nothing about its segment's spread; its square about 0 is the cautious reading.
function varianceOfMean(moments: Moments): number {
  const spread = spreadOf(moments);
  return spread.kind === 'spread' ? spread.variance / spread.n : moments.sumOfSquares;
}

function clearOfZero({ low, high }: Interval): boolean {
  return low > 0 || high < 0;
}
