import type { Posterior, Weighed } from './posterior.ts';
import type { Discarded } from './vocabulary.ts';

/** Below this a suspect is discarded, as far as the evidence goes now. */
export const DISCARDED_BELOW = 0.02;
/** An argument weaker than this halves nothing and is no reason. */
const LEAST_RATIO = 0.5;

/**
 * The hypotheses that the evidence has all but ruled out, each with the strongest argument against it: what was looked
 * at and put aside must stay visible, or somebody looks at it again. Without evidence nothing is discarded.
 */
export function discardedOf(posterior: Posterior): readonly Discarded[] {
  const best = new Map<string, Weighed>();
  for (const one of posterior.weighed) if (!best.has(one.hypothesis.id)) best.set(one.hypothesis.id, one);
  if (posterior.weighed.every((one) => one.arguments.length === 0)) return [];
  return [...best.values()]
    .filter((one) => one.probability < DISCARDED_BELOW)
    .map((one) => {
      const against = one.arguments.find((argument) => argument.logRatio < -LEAST_RATIO);
      return {
        id: one.hypothesis.id,
        probability: one.probability,
        evidence: against?.evidence ?? null,
        reason: against?.words ?? 'no check points at anybody',
      };
    });
}
