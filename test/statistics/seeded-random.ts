/** A small seeded random generator for tests: the same seed gives the same numbers everywhere (mulberry32). */
export type SeededRandom = {
  readonly uniform: () => number;
  readonly normal: () => number;
  readonly whole: (below: number) => number;
  readonly poisson: (mean: number) => number;
  readonly binomial: (n: number, probability: number) => number;
};

export function seededRandom(seed: number): SeededRandom {
  let state = (seed * 2654435761) >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const whole = (below: number) => Math.floor(uniform() * below);
  const poisson = (mean: number) => {
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    let count = 0;
    for (let product = uniform(); product > Math.exp(-mean); product *= uniform()) count += 1;
    return count;
  };
  const binomial = (n: number, probability: number) => {
    let count = 0;
    for (let i = 0; i < n; i++) if (uniform() < probability) count += 1;
    return count;
  };
  return { uniform, normal, whole, poisson, binomial };
}
