import type { Answer } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { occupied, type CategoryCounts } from './category-counts.ts';

/** Total variation and the value it averages when nothing changed: a distance near that is noise. */
export type TotalVariation = {
  readonly kind: 'estimate';
  readonly value: number;
  readonly expectedUnderNoChange: number;
  readonly n: { readonly before: number; readonly after: number };
};

/**
 * ½ Σ |q − p|: the share of rows that would have to move to another category, 0 to 1. What it averages under no change comes from the
 * normal approximation to each category's difference, E|N(0, σ²)| = σ√(2/π). Assumes independent rows.
 */
export function totalVariation(counts: CategoryCounts): Answer<TotalVariation> {
  const found = occupied(counts);
  if (found.kind === 'unanswerable') return found;
  const { before: n, after: m } = found.n;
  let [moved, noise] = [0, 0];
  found.before.forEach((count, k) => {
    const other = numberAt(found.after, k);
    const pooled = (count + other) / (n + m);
    moved += Math.abs(other / m - count / n);
    noise += Math.sqrt((2 / Math.PI) * pooled * (1 - pooled) * (1 / n + 1 / m));
  });
  return { kind: 'estimate', value: moved / 2, expectedUnderNoChange: noise / 2, n: found.n };
}
