import { poissonMass } from './poisson-mass.ts';

/** Both tails, each computed where it is small, so that neither loses digits to 1 − the other. */
export type Tails = { readonly lower: number; readonly upper: number };

const TINY = 1e-300;
const MAX_TERMS = 1_000_000;

/**
 * Regularized incomplete gamma function: lower P(a, x) and upper Q(a, x) = 1 − P, for a > 0 and x ≥ 0. Power series below x = a + 1,
 * Legendre's continued fraction above. Source: Abramowitz & Stegun 6.5.29 and 6.5.31.
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  const density = poissonMass(a, x);
  if (x < a + 1) {
    const lower = Math.min(1, density * series(a, x));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, density * a * continuedFraction(a, x));
  return { lower: 1 - upper, upper };
}

function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < MAX_TERMS && term > sum * 1e-17; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

// Lentz's method, as in Thompson & Barnett 1986.
function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let k = 1; k < MAX_TERMS; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / awayFromZero(numerator * d + b);
    c = awayFromZero(b + numerator / c);
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) <= Number.EPSILON) break;
  }
  return value;
}

function awayFromZero(x: number): number {
  return Math.abs(x) < TINY ? TINY : x;
}
