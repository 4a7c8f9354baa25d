import type { Answer } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { occupied, smoothedShares, type CategoryCounts } from './category-counts.ts';

/** A distance between two distributions: an effect size. Whether it is more than chance is chi-square homogeneity's question. */
export type Divergence = {
  readonly kind: 'estimate';
  readonly value: number;
  readonly n: { readonly before: number; readonly after: number };
};

/**
 * Kullback–Leibler divergence of after from before, Σ q ln(q/p) in nats, on smoothed shares; 0 for equal shares, no upper bound.
 * Source: Kullback & Leibler 1951.
 */
export function kullbackLeibler(counts: CategoryCounts): Answer<Divergence> {
  const found = occupied(counts);
  if (found.kind === 'unanswerable') return found;
  const [p, q] = [smoothedShares(found.before), smoothedShares(found.after)];
  return { kind: 'estimate', value: relativeEntropy(q, p), n: found.n };
}

/**
 * Jensen–Shannon divergence in bits, 0 to 1: the mean divergence of both windows from their even mixture. Needs no smoothing, because the
 * mixture is empty only where both are. Its square root is a distance. Source: Lin 1991.
 */
export function jensenShannon(counts: CategoryCounts): Answer<Divergence> {
  const found = occupied(counts);
  if (found.kind === 'unanswerable') return found;
  const p = found.before.map((count) => count / found.n.before);
  const q = found.after.map((count) => count / found.n.after);
  const mixture = p.map((share, k) => (share + numberAt(q, k)) / 2);
  const nats = (relativeEntropy(p, mixture) + relativeEntropy(q, mixture)) / 2;
  return { kind: 'estimate', value: Math.max(0, nats / Math.LN2), n: found.n };
}

function relativeEntropy(of: readonly number[], from: readonly number[]): number {
  return of.reduce(
    (sum, share, k) => (share === 0 ? sum : sum + share * Math.log(share / numberAt(from, k))),
    0,
  );
}
