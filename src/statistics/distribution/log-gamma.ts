const HALF_LOG_TWO_PI = 0.9189385332046728;
const STIRLING_FROM = 15;

/**
 * ln Γ(x) for x > 0, to about 1e-15 of its size. Small arguments climb by Γ(x) = Γ(x + 1)/x until Stirling's series holds.
 * Source: Abramowitz & Stegun 6.1.40.
 */
export function logGamma(x: number): number {
  let product = 1;
  let shifted = x;
  while (shifted < STIRLING_FROM) {
    product *= shifted;
    shifted += 1;
  }
  return (
    (shifted - 0.5) * Math.log(shifted) -
    shifted +
    HALF_LOG_TWO_PI +
    stirlingSeries(shifted) -
    Math.log(product)
  );
}

/**
 * How far Stirling's formula for ln x! falls short: ln Γ(x + 1) − [(x + ½) ln x − x + ½ ln 2π], for x > 0. Kept apart because the
 * two big halves cancel in densities of large counts. Source: Loader 2000, "Fast and accurate computation of binomial probabilities".
 */
export function stirlingError(x: number): number {
  if (x >= STIRLING_FROM) return stirlingSeries(x);
  return logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI;
}

function stirlingSeries(x: number): number {
  const square = x * x;
  return (
    (1 / 12 -
      (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / square) / square) / square) / square) /
        square) /
    x
  );
}
