import { binomialRampGain } from './binomial-ramp-gain.ts';
import { INTERVAL_DROP, SHORTEST_LEVEL, type Candidate } from './candidate.ts';
import type { RampSearch } from './ramp-search.ts';
import type { SearchedBins } from './searched-bins.ts';

/**
 * A ramp of a rate, refitted with the binomial likelihood: straight-line least squares misjudges rare events whose rate grows many times over.
 * The onset is moved while the refitted model gains, and the interval's ends are looked for outwards by doubling and halving.
 */
export function refitRateRamp(ramp: Candidate, bins: SearchedBins): Pick<RampSearch, 'ramp' | 'earliest'> {
  const fullFrom = ramp.onset + ramp.duration;
  const fitted = new Map<number, number>();
  const gain = (onset: number) => {
    const known = fitted.get(onset);
    if (known !== undefined) return known;
    // The moment of full effect stays where it is while the onset moves.
    const duration = fullFrom === Infinity ? Infinity : Math.max(1, fullFrom - onset);
    const found = binomialRampGain(bins, { onset, duration });
    fitted.set(onset, found);
    return found;
  };
  const last = bins.level.length - SHORTEST_LEVEL;
  let onset = ramp.onset;
  for (let stride = 2 ** Math.floor(Math.log2(Math.max(1, last / 8))); stride >= 1; stride >>= 1) {
    for (const next of [onset - stride, onset + stride]) {
      if (next >= SHORTEST_LEVEL && next <= last && gain(next) > gain(onset)) onset = next;
    }
  }
  const reach = (direction: -1 | 1, drop: number) => {
    const least = gain(onset) - drop;
    const limit = direction === -1 ? onset - SHORTEST_LEVEL : last - onset;
    const fits = (distance: number) => gain(onset + direction * distance) >= least;
    let inside = 0;
    let outside = 1;
    while (outside <= limit && fits(outside)) [inside, outside] = [outside, outside * 2];
    outside = Math.min(outside, limit + 1);
    while (outside - inside > 1) {
      const middle = (inside + outside) >> 1;
      if (fits(middle)) inside = middle;
      else outside = middle;
    }
    return onset + direction * inside;
  };
  const duration = fullFrom === Infinity ? Infinity : Math.max(1, fullFrom - onset);
  const [low, high] = [reach(-1, INTERVAL_DROP), reach(1, INTERVAL_DROP)];
  return {
    ramp: { ...ramp, onset, duration, low, high, gain: gain(onset) },
    earliest: (drop) => reach(-1, drop),
  };
}
