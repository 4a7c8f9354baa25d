import { normalTwoSided } from '../distribution/normal.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Difference } from '../estimate.ts';
import { squareAndAdd } from '../square-and-add.ts';
import { fisherExact } from './fisher-exact.ts';
import { proportion, type ProportionPair } from './proportion.ts';

/** Below this expected count in any of the four cells the exact mid-p replaces the z test (Cochran's rule). */
export const SMALLEST_EXPECTED = 5;

/**
 * Rate after − rate before: Newcombe's interval (from the two Wilson intervals) and a two-sided p. The p is the pooled z test, or Fisher's
 * mid-p where a cell expects fewer than 5. With no event anywhere, or nothing but events, nothing can be told: no variation.
 * Assumes independent trials. Source: Newcombe 1998, method 10.
 */
export function proportionDifference(windows: ProportionPair, level = DEFAULT_LEVEL): Answer<Difference> {
  const before = proportion(windows.before, level);
  if (before.kind === 'unanswerable') return before;
  const after = proportion(windows.after, level);
  if (after.kind === 'unanswerable') return after;
  const pooled = (windows.before.events + windows.after.events) / (before.n + after.n);
  if (pooled === 0 || pooled === 1) return unanswerable('no variation');
  return {
    kind: 'estimate',
    value: after.value - before.value,
    before: before.value,
    after: after.value,
    standardError: Math.hypot(before.standardError, after.standardError),
    interval: squareAndAdd(before, after),
    ...twoSidedTest(windows, pooled),
    n: { before: before.n, after: after.n },
  };
}

function twoSidedTest({ before, after }: ProportionPair, pooled: number): { pValue: number; test: string } {
  const smallest = Math.min(before.trials, after.trials) * Math.min(pooled, 1 - pooled);
  if (smallest < SMALLEST_EXPECTED) {
    const exact = fisherExact({ before, after });
    if (exact.kind === 'exact') return { pValue: exact.midP, test: 'Fisher mid-p' };
  }
  const change = after.events / after.trials - before.events / before.trials;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / before.trials + 1 / after.trials));
  return { pValue: normalTwoSided(change / error), test: 'two-proportion z' };
}
