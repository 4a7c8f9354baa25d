import { unanswerable, type Unanswerable } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { allCounts, total } from '../plausible.ts';
import { requireSameLength } from '../shape-error.ts';

/**
 * Rows per category (or bin) in two windows, same categories in the same order. Null, "outside the reference's range" and "never seen" are
 * categories of their own: the caller counts them, they are not dropped.
 */
export type CategoryCounts = { readonly before: ArrayLike<number>; readonly after: ArrayLike<number> };

/** The categories that occur in either window, and where they stood in the input. */
export type OccupiedCounts = {
  readonly kind: 'counts';
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly index: readonly number[];
  readonly n: { readonly before: number; readonly after: number };
};

/** Drops categories empty in both windows. Unanswerable when a window is empty or only one category occurs at all. */
export function occupied({ before, after }: CategoryCounts): OccupiedCounts | Unanswerable {
  requireSameLength('Category counts', before, after);
  if (!allCounts(before) || !allCounts(after)) return unanswerable('counts are not possible');
  const n = { before: total(before), after: total(after) };
  if (n.before === 0 || n.after === 0) return unanswerable('no rows');
  const index = Array.from(before, (_, k) => k).filter((k) => numberAt(before, k) + numberAt(after, k) > 0);
  if (index.length < 2) return unanswerable('one category only');
  return {
    kind: 'counts',
    before: index.map((k) => numberAt(before, k)),
    after: index.map((k) => numberAt(after, k)),
    index,
    n,
  };
}

/** Shares with half a row added to every category, (a + ½)/(N + ½K): an empty category is rare, not impossible. Source: Jeffreys. */
export function smoothedShares(counts: readonly number[]): number[] {
  const all = total(counts) + counts.length / 2;
  return counts.map((count) => (count + 0.5) / all);
}
