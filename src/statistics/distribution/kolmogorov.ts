/**
 * P(K > x) of Kolmogorov's limiting distribution, the p-value of √n·D for large n. Two series that each converge in a few terms on
 * their side of 1. Source: Kolmogorov 1933; Marsaglia, Tsang & Wang 2003.
 */
export function kolmogorovSurvival(x: number): number {
  if (x <= 0.05) return 1;
  if (x < 1) {
    const base = (-Math.PI * Math.PI) / (8 * x * x);
    let sum = 0;
    for (let k = 1; k <= 19; k += 2) sum += Math.exp(base * k * k);
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let k = 1; k <= 12; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, sum);
}
