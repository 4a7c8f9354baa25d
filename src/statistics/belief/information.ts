import { numberAt } from '../number-at.ts';
import { requireSameLength } from '../shape-error.ts';

/** Entropy −Σ p log₂ p in bits of probabilities that sum to 1; 0 when one is certain. Source: Shannon 1948. */
export function entropyBits(probabilities: readonly number[]): number {
  return probabilities.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);
}

/** The probabilities scaled to sum to 1; all zero stays all zero. */
function normalized(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum > 0 ? weights.map((weight) => weight / sum) : weights.map(() => 0);
}

/**
 * What a check is expected to tell, in bits: H(p) − Σₒ P(o)·H(p given o). `likelihoods[o][s]` is the chance of outcome o if suspect s is right;
 * for each suspect they sum to 1 over the outcomes. 0 when every suspect expects the same. Source: Lindley 1956.
 */
export function expectedInformationGainBits(
  probabilities: readonly number[],
  likelihoods: readonly (readonly number[])[],
): number {
  const prior = normalized(probabilities);
  const expected = likelihoods.reduce((sum, ofOutcome) => {
    requireSameLength('Suspects and likelihoods', prior, ofOutcome);
    const joint = prior.map((p, s) => p * numberAt(ofOutcome, s));
    const chance = joint.reduce((all, part) => all + part, 0);
    return sum + chance * entropyBits(normalized(joint));
  }, 0);
  return Math.max(0, entropyBits(prior) - expected);
}
