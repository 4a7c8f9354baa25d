import { binomialMass } from './binomial-mass.ts';
import type { Tails } from './incomplete-gamma.ts';

/** Where on (0, 1) and with which shapes; `complement` is 1 − x where the caller knows it to more digits. */
export type BetaPoint = {
  readonly x: number;
  readonly a: number;
  readonly b: number;
  readonly complement?: number;
};

const TINY = 1e-300;
const MAX_TERMS = 200_000;

/**
 * Regularized incomplete beta function: lower I_x(a, b) and upper 1 − I_x(a, b), for a, b > 0 and 0 ≤ x ≤ 1, by the continued fraction
 * on the side of the mean where it converges. Source: Abramowitz & Stegun 26.5.8; Lentz's method; prefix after Loader 2000.
 */
export function incompleteBeta({ x, a, b, complement = 1 - x }: BetaPoint): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (complement <= 0) return { lower: 1, upper: 0 };
  // x^a (1−x)^b / B(a, b), without forming B(a, b).
  const prefix = (binomialMass(a, { n: a + b, probability: x }, complement) * a * b) / (a + b);
  if (x < (a + 1) / (a + b + 2)) {
    const lower = Math.min(1, (prefix * continuedFraction(x, a, b)) / a);
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, (prefix * continuedFraction(complement, b, a)) / b);
  return { lower: 1 - upper, upper };
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    const change = d * c;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return value;
}

function awayFromZero(x: number): number {
  return Math.abs(x) < TINY ? TINY : x;
}
