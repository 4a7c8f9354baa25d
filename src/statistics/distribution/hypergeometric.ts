import { binomialMass } from './binomial-mass.ts';

/** An urn: `marked` and `unmarked` balls, of which `drawn` are taken without putting back. */
export type Urn = { readonly marked: number; readonly unmarked: number; readonly drawn: number };

/** P(k marked balls among the drawn). Three binomials with the same chance, whose factors cancel. Source: Loader 2000. */
export function hypergeometricMass(k: number, urn: Urn): number {
  const { marked, unmarked, drawn } = urn;
  if (k < Math.max(0, drawn - unmarked) || k > Math.min(drawn, marked)) return 0;
  const all = marked + unmarked;
  if (drawn === 0 || drawn === all) return 1;
  const probability = drawn / all;
  return (
    (binomialMass(k, { n: marked, probability }) * binomialMass(drawn - k, { n: unmarked, probability })) /
    binomialMass(drawn, { n: all, probability })
  );
}
