import { incompleteBeta } from './incomplete-beta.ts';
import { increasingRoot } from './increasing-root.ts';
import { logGamma } from './log-gamma.ts';

/** The x in (0, 1) below which a share p of the Beta(a, b) distribution lies, 0 < p < 1 and a, b > 0. */
export function betaQuantile(p: number, shape: { readonly a: number; readonly b: number }): number {
  const { a, b } = shape;
  const scale = logGamma(a + b) - logGamma(a) - logGamma(b);
  return increasingRoot(
    {
      value: (x) => incompleteBeta({ x, a, b }).lower,
      slope: (x) => Math.exp(scale + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x)),
      low: 0,
      high: 1,
      start: a / (a + b),
    },
    p,
  );
}
