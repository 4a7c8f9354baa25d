/**
 * x ln(x/m) + m − x without cancellation where x is close to m; x ≥ 0, m > 0. Half of a Poisson deviance.
 * Source: Loader 2000 (his bd0).
 */
export function deviancePart(x: number, m: number): number {
  if (x === 0) return m;
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let term = 2 * x * v;
  for (let k = 1; k < 1000; k++) {
    term *= v * v;
    const next = sum + term / (2 * k + 1);
    if (next === sum) return next;
    sum = next;
  }
  return sum;
}
