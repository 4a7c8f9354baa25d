import { deviancePart } from './deviance-part.ts';
import { stirlingError } from './log-gamma.ts';

/** Number of independent trials and the chance of success in each. */
export type Trials = { readonly n: number; readonly probability: number };

/**
 * P(X = k) of a binomial, also for real k between 0 and n. Saddle-point form, so large n keeps its digits. `complement` is
 * 1 − probability where the caller knows it better. Source: Loader 2000.
 */
export function binomialMass(k: number, trials: Trials, complement = 1 - trials.probability): number {
  const { n, probability } = trials;
  if (k < 0 || k > n) return 0;
  if (probability === 0) return k === 0 ? 1 : 0;
  if (complement === 0) return k === n ? 1 : 0;
  if (k === 0) return n === 0 ? 1 : Math.exp(n * logOfComplement(probability, complement));
  if (k === n) return Math.exp(n * logOfComplement(complement, probability));
  const exponent =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    deviancePart(k, n * probability) -
    deviancePart(n - k, n * complement);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}

function logOfComplement(part: number, complement: number): number {
  return part < 0.5 ? Math.log1p(-part) : Math.log(complement);
}
