import { DEFAULT_LEVEL, unanswerable, type Answer, type Difference } from '../estimate.ts';
import { independentDifference } from '../independent-difference.ts';
import { normalInterval } from '../normal-interval.ts';

/** What a source adds up about a quantity in one group: rows and the sums of its first four powers. */
export type PowerSums = {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
  readonly cubes: number;
  readonly fourths: number;
};

/**
 * Share of a quantity's variance that lies between groups, ε² = 1 − (1 − η²)(N − 1)/(N − k), which takes off η²'s upward bias. Standard error
 * by the delta method: a row at distance e from its group's mean and d of that mean from the whole weighs ((1 − η²)(d² + 2de) − η²e²)/σ².
 * One group alone explains nothing, for certain. Assumes independent rows; the interval is normal and cut to 0..1. Source: Kelley 1935 for ε², Hampel 1974 for the weights.
 */
export function varianceExplained(groups: readonly PowerSums[], level = DEFAULT_LEVEL): Answer {
  const filled = groups.filter((group) => group.n > 0);
  if (!filled.flatMap(Object.values<number>).every(Number.isFinite))
    return unanswerable('not a finite number');
  const n = filled.reduce((total, group) => total + group.n, 0);
  const k = filled.length;
  if (n === 0) return unanswerable('no rows');
  if (n <= k + 1) return unanswerable('too few rows');
  const mean = filled.reduce((total, group) => total + group.sum, 0) / n;
  const squares = filled.reduce((total, group) => total + group.squares, 0);
  const variance = squares / n - mean * mean;
  if (!(variance > 1e-12 * (squares / n))) return unanswerable('no variation');
  const centred = filled.map((group) => ({
    n: group.n,
    d: group.sum / group.n - mean,
    ...centralMoments(group),
  }));
  const between = centred.reduce((total, group) => total + group.n * group.d * group.d, 0) / n;
  const eta = Math.min(1, between / variance);
  const shrink = (n - 1) / (n - k);
  const weights = centred.reduce((total, { n: rows, d, second, third, fourth }) => {
    const [a, b, c] = [(1 - eta) * d * d, 2 * (1 - eta) * d, -eta];
    // E[(a + b e + c e²)²] with E[e] = 0.
    return total + rows * (a * a + (b * b + 2 * a * c) * second + 2 * b * c * third + c * c * fourth);
  }, 0);
  const standardError = (shrink * Math.sqrt(Math.max(0, weights / n) / n)) / variance;
  const value = Math.max(0, 1 - (1 - eta) * shrink);
  return {
    kind: 'estimate',
    value,
    standardError,
    interval: normalInterval({ value, standardError }, level, { low: 0, high: 1 }),
    n,
  };
}

/** The share after − before, of two independent windows: z from both standard errors. */
export function varianceExplainedDifference(
  windows: { readonly before: readonly PowerSums[]; readonly after: readonly PowerSums[] },
  level = DEFAULT_LEVEL,
): Answer<Difference> {
  const before = varianceExplained(windows.before, level);
  if (before.kind === 'unanswerable') return before;
  const after = varianceExplained(windows.after, level);
  if (after.kind === 'unanswerable') return after;
  return independentDifference(before, after, {
    test: 'z of variance explained, delta method',
    interval: (one) => normalInterval(one, level, { low: -1, high: 1 }),
  });
}

function centralMoments({ n, sum, squares, cubes, fourths }: PowerSums) {
  const m = sum / n;
  const [s2, s3, s4] = [squares / n, cubes / n, fourths / n];
  return {
    second: Math.max(0, s2 - m * m),
    third: s3 - 3 * m * s2 + 2 * m ** 3,
    fourth: Math.max(0, s4 - 4 * m * s3 + 6 * m * m * s2 - 3 * m ** 4),
  };
}
