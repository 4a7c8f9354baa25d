import { indexOfLargest, onsetInterval, SHORTEST_LEVEL, type Candidate } from './candidate.ts';
import type { Evidence } from './evidence.ts';

/** The best sudden change that lasts to the end: one level before, another from the onset on. Time: one gain a bin. */
export function bestStep({ size, gain }: Evidence): Candidate {
  const gains = new Float64Array(size).fill(-Infinity);
  for (let t = SHORTEST_LEVEL; t <= size - SHORTEST_LEVEL; t++) gains[t] = gain(t, size);
  const onset = indexOfLargest(gains);
  return {
    shape: 'step',
    onset,
    ...onsetInterval(gains, onset),
    duration: 1,
    end: size,
    gain: gains[onset] ?? 0,
  };
}
