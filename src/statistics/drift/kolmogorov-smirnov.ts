import { kolmogorovSurvival } from '../distribution/kolmogorov.ts';
import { unanswerable, type Answer } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { allCounts, allFinite, total } from '../plausible.ts';
import { requireSameLength } from '../shape-error.ts';

/** `value` is D, the largest gap between the two cumulative shares, 0 to 1. */
export type KolmogorovSmirnov = {
  readonly kind: 'estimate';
  readonly value: number;
  readonly pValue: number;
  readonly test: string;
  readonly n: { readonly before: number; readonly after: number };
};

/** Up to this many pairs of rows the p-value is counted exactly. */
const EXACT_PAIRS = 10_000;

/**
 * Two-sample Kolmogorov–Smirnov test on values. Exact p by counting lattice paths for small samples (Hodges 1957), Kolmogorov's limit
 * otherwise; ties make both cautious. Assumes independent rows.
 */
export function kolmogorovSmirnov(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
): Answer<KolmogorovSmirnov> {
  if (before.length === 0 || after.length === 0) return unanswerable('no rows');
  if (!allFinite(before) || !allFinite(after)) return unanswerable('not a finite number');
  const [a, b] = [Float64Array.from(before).sort(), Float64Array.from(after).sort()];
  let [i, j, largest] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(numberAt(a, i), numberAt(b, j));
    while (i < a.length && a[i] === value) i += 1;
    while (j < b.length && b[j] === value) j += 1;
    largest = Math.max(largest, Math.abs(i * b.length - j * a.length));
  }
  return answer(largest, { before: a.length, after: b.length });
}

/** The same from counts in shared ascending bins: values within a bin count as tied, so D can only be too small. */
export function histogramKolmogorovSmirnov(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
): Answer<KolmogorovSmirnov> {
  requireSameLength('Histograms', before, after);
  if (!allCounts(before) || !allCounts(after)) return unanswerable('counts are not possible');
  const n = { before: total(before), after: total(after) };
  if (n.before === 0 || n.after === 0) return unanswerable('no rows');
  let [below, belowAfter, largest] = [0, 0, 0];
  for (let k = 0; k < before.length; k++) {
    below += numberAt(before, k);
    belowAfter += numberAt(after, k);
    largest = Math.max(largest, Math.abs(below * n.after - belowAfter * n.before));
  }
  return answer(largest, n);
}

// `gap` is D·n·m, a whole number when the counts are.
function answer(gap: number, n: { readonly before: number; readonly after: number }): KolmogorovSmirnov {
  const value = gap / n.before / n.after;
  const size = Math.sqrt((n.before * n.after) / (n.before + n.after));
  if (n.before * n.after <= EXACT_PAIRS && Number.isInteger(gap)) {
    return { kind: 'estimate', value, pValue: exactSurvival(gap, n), test: 'Kolmogorov–Smirnov, exact', n };
  }
  return { kind: 'estimate', value, pValue: kolmogorovSurvival(size * value), test: 'Kolmogorov–Smirnov', n };
}

// One minus the chance that a random path from (0, 0) to (n, m) stays strictly within the gap; u[j] is that chance for paths to (i, j).
function exactSurvival(
  gap: number,
  { before: n, after: m }: { readonly before: number; readonly after: number },
): number {
  if (gap === 0) return 1;
  const inside = (i: number, j: number) => Math.abs(i * m - j * n) < gap;
  const u = new Float64Array(m + 1);
  for (let j = 0; j <= m; j++) u[j] = inside(0, j) && (j === 0 || u[j - 1] === 1) ? 1 : 0;
  for (let i = 1; i <= n; i++) {
    if (!inside(i, 0)) u[0] = 0;
    for (let j = 1; j <= m; j++) {
      // Of the i + j draws that lead here, the last was from `before` with chance i/(i + j).
      u[j] = inside(i, j) ? (numberAt(u, j) * i + numberAt(u, j - 1) * j) / (i + j) : 0;
    }
  }
  return Math.min(1, Math.max(0, 1 - numberAt(u, m)));
}
