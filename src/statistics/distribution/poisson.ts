import { incompleteGamma } from './incomplete-gamma.ts';

/** P(X ≤ k) of a Poisson with mean m > 0: Q(k + 1, m). */
export function poissonCdf(k: number, m: number): number {
  return k < 0 ? 0 : incompleteGamma(Math.floor(k) + 1, m).upper;
}

/** P(X > k) of a Poisson with mean m > 0. */
export function poissonSurvival(k: number, m: number): number {
  return k < 0 ? 1 : incompleteGamma(Math.floor(k) + 1, m).lower;
}
