import { binomialMass } from './binomial-mass.ts';
import type { Tails } from './incomplete-gamma.ts';

/** Where on (0, 1) and with which shapes; `complement` is 1 − x where the caller knows it to more digits. */
export type BetaPoint = {
  readonly x: number;
  readonly a: number;
  readonly b: number;
  readonly complement?: number;
};

const MAX_TERMS = 200_000;

/**
 * Regularized incomplete beta function: lower I_x(a, b) and upper 1 − I_x(a, b), for a, b > 0 and 0 ≤ x ≤ 1, by a continued fraction
 * on the side of the mean where it converges. Source: DiDonato & Morris 1992 (TOMS 708, BFRAC); prefix after Loader 2000.
 */
export function incompleteBeta({ x, a, b, complement = 1 - x }: BetaPoint): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (complement <= 0) return { lower: 1, upper: 0 };
  // x^a (1−x)^b / B(a, b), without forming B(a, b).
  const prefix = (binomialMass(a, { n: a + b, probability: x }, complement) * a * b) / (a + b);
  // How far x lies below the mean, times a + b; from whichever of x and 1 − x is known to more digits.
  const below = x > 0.5 ? (a + b) * complement - b : a - (a + b) * x;
  if (below >= 0) {
    const lower = Math.min(1, prefix * continuedFraction({ x, a, b, complement, below }));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(
    1,
    prefix * continuedFraction({ x: complement, a: b, b: a, complement: x, below: -below }),
  );
  return { lower: 1 - upper, upper };
}

function continuedFraction({
  x,
  a,
  b,
  complement,
  below,
}: Required<BetaPoint> & { readonly below: number }): number {
  const c = 1 + below;
  const c1 = 1 + 1 / a;
  let [p, s] = [1, a + 1];
  let [numerator, denominator, nextNumerator, nextDenominator] = [0, 1, 1, c / c1];
  let value = c1 / c;
  for (let n = 1; n < MAX_TERMS; n++) {
    const t = n / a;
    const w = n * (b - n) * x;
    const alpha = p * (p + b / a) * (a / s) ** 2 * w * x;
    const beta = n + w / s + ((1 + t) / (c1 + t + t)) * (c + n * (1 + complement));
    p = 1 + t;
    s += 2;
    [numerator, nextNumerator] = [nextNumerator, alpha * numerator + beta * nextNumerator];
    [denominator, nextDenominator] = [nextDenominator, alpha * denominator + beta * nextDenominator];
    const next = nextNumerator / nextDenominator;
    if (Math.abs(next - value) <= Number.EPSILON * next) return next;
    value = next;
    // Only the ratio matters: keep the terms from overflowing.
    numerator /= nextDenominator;
    denominator /= nextDenominator;
    nextNumerator = next;
    nextDenominator = 1;
  }
  return value;
}
