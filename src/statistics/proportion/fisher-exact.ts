import { hypergeometricMass } from '../distribution/hypergeometric.ts';
import { unanswerable, type Unanswerable } from '../estimate.ts';
import { proportionTrouble, type ProportionPair } from './proportion.ts';

/** Fisher's two-sided p-value and its mid-p version, which is less cautious: on average it keeps its nominal level. */
export type FisherExact = { readonly kind: 'exact'; readonly pValue: number; readonly midP: number };

// Tables as probable as the observed one but for rounding count as equally probable (the tolerance of R and SciPy).
const SAME = 1 + 1e-7;

/**
 * Fisher's exact test of a 2×2 table: over all tables with the same margins, the probability of those no more likely than the observed one;
 * mid-p counts the observed one half. Counts must be whole. Time grows with the smallest margin.
 * Source: Fisher 1935; Lancaster 1961 for mid-p.
 */
export function fisherExact({ before, after }: ProportionPair): FisherExact | Unanswerable {
  const trouble = proportionTrouble(before) ?? proportionTrouble(after);
  if (trouble !== undefined) return unanswerable(trouble);
  if (![before.events, before.trials, after.events, after.trials].every(Number.isSafeInteger)) {
    return unanswerable('counts are not possible');
  }
  const drawn = before.events + after.events;
  const urn = { marked: before.trials, unmarked: after.trials, drawn };
  const observed = hypergeometricMass(before.events, urn);
  let pValue = 0;
  for (let k = Math.max(0, drawn - after.trials); k <= Math.min(drawn, before.trials); k++) {
    const mass = hypergeometricMass(k, urn);
    if (mass <= observed * SAME) pValue += mass;
  }
  return { kind: 'exact', pValue: Math.min(1, pValue), midP: Math.min(1, pValue - observed / 2) };
}
