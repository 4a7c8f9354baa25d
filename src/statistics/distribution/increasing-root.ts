/** An increasing function and its slope on a bracket that holds the root. */
export type Increasing = {
  readonly value: (x: number) => number;
  readonly slope: (x: number) => number;
  readonly low: number;
  readonly high: number;
  readonly start: number;
};

/** The x with value(x) = target: Newton's steps, and a halving of the bracket wherever a step would leave it. */
export function increasingRoot(curve: Increasing, target: number): number {
  let { low, high, start: x } = curve;
  for (let round = 0; round < 200; round++) {
    const gap = curve.value(x) - target;
    if (gap === 0) return x;
    if (gap > 0) high = x;
    else low = x;
    const newton = x - gap / curve.slope(x);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 2e-16 * Math.abs(next)) return next;
    x = next;
  }
  return x;
}
