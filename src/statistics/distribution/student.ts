import { incompleteBeta } from './incomplete-beta.ts';
import { increasingRoot } from './increasing-root.ts';
import { logGamma } from './log-gamma.ts';
import { normalQuantile } from './normal.ts';

/** P(T ≤ t) of Student's t with `degrees` > 0 of freedom (need not be whole). Source: Abramowitz & Stegun 26.7.1. */
export function studentCdf(t: number, degrees: number): number {
  const half = studentTwoSided(t, degrees) / 2;
  return t < 0 ? half : 1 - half;
}

/** P(|T| ≥ |t|): the two-sided p-value of a t statistic. */
export function studentTwoSided(t: number, degrees: number): number {
  const square = t * t;
  if (square === Infinity) return 0;
  const x = degrees / (degrees + square);
  return incompleteBeta({ x, a: degrees / 2, b: 0.5, complement: square / (degrees + square) }).lower;
}

/** The t below which a share p lies, 0 < p < 1. */
export function studentQuantile(p: number, degrees: number): number {
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentQuantile(1 - p, degrees);
  const start = Math.max(normalQuantile(p), 1e-9);
  const two = 2 * (1 - p);
  let high = Math.max(2, 2 * start);
  while (studentTwoSided(high, degrees) > two) high *= 2;
  return increasingRoot(
    {
      value: (t) => -studentTwoSided(t, degrees),
      slope: (t) => 2 * studentDensity(t, degrees),
      low: 0,
      high,
      start,
    },
    -two,
  );
}

function studentDensity(t: number, degrees: number): number {
  const scale = logGamma((degrees + 1) / 2) - logGamma(degrees / 2) - 0.5 * Math.log(degrees * Math.PI);
  return Math.exp(scale - ((degrees + 1) / 2) * Math.log1p((t * t) / degrees));
}
