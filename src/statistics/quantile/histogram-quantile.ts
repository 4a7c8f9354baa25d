import { DEFAULT_LEVEL, unanswerable, type Answer } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { allCounts, allFinite, total } from '../plausible.ts';
import { ShapeError } from '../shape-error.ts';
import { orderRanks } from './order-ranks.ts';
import type { QuantileEstimate } from './quantile.ts';

/** Rows per bin; bin b reaches from edges[b] to edges[b + 1]. Close the last bin with the largest value seen: edges are finite. */
export type Histogram = { readonly edges: ArrayLike<number>; readonly counts: ArrayLike<number> };

/**
 * The q-quantile of a histogram (latency in ms, say), linear within its bin, with the interval of the order statistics read the same way.
 * Binning may move value and ends by up to `binWidth`, the width of the bin the value falls in. Assumes independent rows.
 */
export function histogramQuantile(
  histogram: Histogram,
  q: number,
  level = DEFAULT_LEVEL,
): Answer<QuantileEstimate> {
  const { edges, counts } = histogram;
  requireEdges(histogram);
  if (!allFinite(edges)) return unanswerable('not a finite number');
  if (!allCounts(counts)) return unanswerable('counts are not possible');
  const n = total(counts);
  const ranks = orderRanks({ n, probability: q }, level);
  if (ranks.kind === 'unanswerable') return ranks;
  const found = locate(histogram, q * n);
  return {
    kind: 'estimate',
    value: found.value,
    interval: {
      low: locate(histogram, ranks.low - 0.5).value,
      high: locate(histogram, ranks.high - 0.5).value,
      level: ranks.coverage,
    },
    n,
    binWidth: numberAt(edges, found.bin + 1) - numberAt(edges, found.bin),
  };
}

/** How many rows lie above `value`, linear within its bin. */
export function countAbove({ edges, counts }: Histogram, value: number): number {
  let above = 0;
  for (let b = 0; b < counts.length; b++) {
    const [low, high, count] = [numberAt(edges, b), numberAt(edges, b + 1), numberAt(counts, b)];
    if (value <= low) above += count;
    else if (value < high) above += (count * (high - value)) / (high - low);
  }
  return above;
}

function requireEdges({ edges, counts }: Histogram): void {
  let ascending = edges.length === counts.length + 1;
  for (let b = 1; ascending && b < edges.length; b++)
    ascending = !(numberAt(edges, b) < numberAt(edges, b - 1));
  if (ascending) return;
  throw new ShapeError(
    `A histogram of ${counts.length} bins needs ${counts.length + 1} ascending edges.`,
    'Give the lower edge of every bin and the upper edge of the last.',
  );
}

// Where the cumulated count reaches `rows`.
function locate(
  { edges, counts }: Histogram,
  rows: number,
): { readonly value: number; readonly bin: number } {
  let below = 0;
  let last = 0;
  for (let b = 0; b < counts.length; b++) {
    const count = numberAt(counts, b);
    if (count === 0) continue;
    last = b;
    if (below + count >= rows) {
      const [low, high] = [numberAt(edges, b), numberAt(edges, b + 1)];
      return { value: low + ((high - low) * (rows - below)) / count, bin: b };
    }
    below += count;
  }
  return { value: numberAt(edges, last + 1), bin: last };
}
