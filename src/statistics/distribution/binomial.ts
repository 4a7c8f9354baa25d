import type { Trials } from './binomial-mass.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { normalQuantile } from './normal.ts';

/** P(X ≤ k) of a binomial; k is cut to a whole number. */
export function binomialCdf(k: number, trials: Trials): number {
  const whole = Math.floor(k);
  if (whole < 0) return 0;
  if (whole >= trials.n) return 1;
  return incompleteBeta({ x: trials.probability, a: whole + 1, b: trials.n - whole }).upper;
}

/** P(X ≥ k) of a binomial, precise where it is small. */
export function binomialUpperTail(k: number, trials: Trials): number {
  const whole = Math.ceil(k);
  if (whole <= 0) return 1;
  if (whole > trials.n) return 0;
  return incompleteBeta({ x: trials.probability, a: whole, b: trials.n - whole + 1 }).lower;
}

/** The smallest k with P(X ≤ k) ≥ p, but for rounding, for 0 < p < 1: a walk from the normal approximation. */
export function binomialQuantile(p: number, trials: Trials): number {
  const { n, probability } = trials;
  const reached = p * (1 - 64 * Number.EPSILON);
  const spread = Math.sqrt(n * probability * (1 - probability));
  let k = Math.min(n, Math.max(0, Math.round(n * probability + normalQuantile(p) * spread)));
  while (k > 0 && binomialCdf(k - 1, trials) >= reached) k -= 1;
  while (k < n && binomialCdf(k, trials) < reached) k += 1;
  return k;
}
