import { indexOfLargest, onsetInterval, SHORTEST_LEVEL, type Candidate } from './candidate.ts';
import type { Evidence } from './evidence.ts';

const KNOTS = 64;

/**
 * The best change that ended again: from the onset to the end one level, before and after it another. All pairs of a grid of 64 knots are tried,
 * then either end is moved bin by bin while the other stays, until nothing improves.
 */
export function bestBump({ size, gain }: Evidence): Candidate {
  const last = size - SHORTEST_LEVEL;
  const knots = gridOf(SHORTEST_LEVEL, last);
  let best = { onset: SHORTEST_LEVEL, end: last, gain: -Infinity };
  for (const from of knots) {
    for (const to of knots) {
      if (to - from < SHORTEST_LEVEL) continue;
      const found = gain(from, to);
      if (found > best.gain) best = { onset: from, end: to, gain: found };
    }
  }
  let gains = gainsOfOnsets(best.end, { size, gain });
  for (let round = 0; round < 10; round++) {
    const onset = indexOfLargest(gains);
    const end = bestEnd(onset, last, gain);
    const improved = gain(onset, end) > best.gain;
    if (improved) best = { onset, end, gain: gain(onset, end) };
    gains = gainsOfOnsets(best.end, { size, gain });
    if (!improved) break;
  }
  return { shape: 'bump', ...best, ...onsetInterval(gains, best.onset), duration: 1 };
}

function gainsOfOnsets(end: number, { size, gain }: Pick<Evidence, 'size' | 'gain'>): Float64Array {
  const gains = new Float64Array(size).fill(-Infinity);
  for (let t = SHORTEST_LEVEL; t <= end - SHORTEST_LEVEL; t++) gains[t] = gain(t, end);
  return gains;
}

function bestEnd(onset: number, last: number, gain: Evidence['gain']): number {
  let [end, largest] = [last, -Infinity];
  for (let to = onset + SHORTEST_LEVEL; to <= last; to++) {
    const found = gain(onset, to);
    if (found > largest) [end, largest] = [to, found];
  }
  return end;
}

function gridOf(first: number, last: number): number[] {
  const stride = Math.max(1, (last - first) / (KNOTS - 1));
  const knots = new Set<number>();
  for (let k = 0; k < KNOTS; k++) knots.add(Math.min(last, Math.round(first + k * stride)));
  return [...knots];
}
