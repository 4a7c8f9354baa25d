import { chiSquareSurvival } from '../distribution/chi-square.ts';
import { unanswerable, type Answer } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { fisherExact } from '../proportion/fisher-exact.ts';
import { SMALLEST_EXPECTED } from '../proportion/proportion-difference.ts';
import { occupied, type CategoryCounts } from './category-counts.ts';

/** `value` is χ²; `effect` is Cramér's V (0 to 1); `pooled` counts the rare categories that were read as one. */
export type Homogeneity = {
  readonly kind: 'estimate';
  readonly value: number;
  readonly degrees: number;
  readonly pValue: number;
  readonly effect: number;
  readonly test: string;
  readonly pooled: number;
  readonly n: { readonly before: number; readonly after: number };
};

/**
 * Chi-square test that two samples come from one distribution; both are samples, neither is taken as the truth. Categories of which a window
 * expects fewer than 5 rows are pooled into one; two categories that are still too rare get Fisher's mid-p instead.
 * Assumes independent rows. Source: Pearson 1900; Cochran 1954 for the pooling.
 */
export function chiSquareHomogeneity(counts: CategoryCounts): Answer<Homogeneity> {
  const found = occupied(counts);
  if (found.kind === 'unanswerable') return found;
  const { before: n, after: m } = found.n;
  const least = Math.min(n, m) / (n + m);
  const cells = found.before.map((count, k) => ({ before: count, after: numberAt(found.after, k) }));
  const rare = cells.filter((cell) => (cell.before + cell.after) * least < SMALLEST_EXPECTED);
  const kept = cells.filter((cell) => !rare.includes(cell));
  if (rare.length > 0) {
    kept.push({
      before: rare.reduce((sum, cell) => sum + cell.before, 0),
      after: rare.reduce((sum, cell) => sum + cell.after, 0),
    });
  }
  if (kept.length < 2) return unanswerable('too few rows');
  let value = 0;
  for (const { before, after } of kept) {
    const [expectedBefore, expectedAfter] = [
      ((before + after) * n) / (n + m),
      ((before + after) * m) / (n + m),
    ];
    value += (before - expectedBefore) ** 2 / expectedBefore + (after - expectedAfter) ** 2 / expectedAfter;
  }
  const degrees = kept.length - 1;
  return {
    kind: 'estimate',
    value,
    degrees,
    ...pValueOf(value, degrees, { kept, least, n: found.n }),
    effect: Math.sqrt(value / (n + m)),
    pooled: rare.length > 1 ? rare.length : 0,
    n: found.n,
  };
}

type Kept = {
  readonly kept: readonly { readonly before: number; readonly after: number }[];
  readonly least: number;
  readonly n: { readonly before: number; readonly after: number };
};

function pValueOf(
  value: number,
  degrees: number,
  { kept, least, n }: Kept,
): { pValue: number; test: string } {
  const last = kept.at(-1);
  if (degrees === 1 && last !== undefined && (last.before + last.after) * least < SMALLEST_EXPECTED) {
    const exact = fisherExact({
      before: { events: last.before, trials: n.before },
      after: { events: last.after, trials: n.after },
    });
    if (exact.kind === 'exact') return { pValue: exact.midP, test: 'Fisher mid-p' };
  }
  return { pValue: chiSquareSurvival(value, degrees), test: 'chi-square homogeneity' };
}
