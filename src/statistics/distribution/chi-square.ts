import { incompleteGamma } from './incomplete-gamma.ts';

/** P(χ² > x) with `degrees` of freedom: the p-value of a chi-square statistic. */
export function chiSquareSurvival(x: number, degrees: number): number {
  return incompleteGamma(degrees / 2, x / 2).upper;
}

/** P(χ² ≤ x) with `degrees` of freedom. */
export function chiSquareCdf(x: number, degrees: number): number {
  return incompleteGamma(degrees / 2, x / 2).lower;
}
