import type { ScoreHistogram } from '../auc/histogram-auc.ts';
import { unanswerable, type Answer } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { total } from '../plausible.ts';
import { requireSameLength } from '../shape-error.ts';

/** One segment's histograms of scores in both windows; all segments share the score bins. */
export type SegmentScores = {
  readonly segment: string;
  readonly before: ScoreHistogram;
  readonly after: ScoreHistogram;
};

/** Half of every pair a segment takes part in: `rate` because ranking inside the pair moved, `mix` because the pair's weight moved. */
export type AucPart = { readonly segment: string; readonly rate: number; readonly mix: number };

export type AucBySegment = {
  readonly kind: 'estimate';
  /** AUC after − before; exactly `within` + `between` + `mix`. */
  readonly value: number;
  readonly before: number;
  readonly after: number;
  /** Ranking of positives against negatives of the same segment. */
  readonly within: number;
  /** Ranking of positives of one segment against negatives of another: scores shifted in one segment only. */
  readonly between: number;
  /** Shares of segments among positives and negatives. */
  readonly mix: number;
  readonly segments: readonly AucPart[];
};

/**
 * Splits a change of AUC over pairs of segments: AUC = Σ w⁺ₛ w⁻ₜ AUCₛₜ, with w⁺, w⁻ the segments' shares of positives and negatives and AUCₛₜ the
 * chance that a positive of s outscores a negative of t. Kitagawa's exact split over the pairs; each pair counts half for either segment.
 * A pair seen in one window only keeps its AUC, so all of its part is mix. Time: segments² × score bins.
 */
export function aucBySegment(segments: readonly SegmentScores[]): Answer<AucBySegment> {
  const totals = { before: classTotals(segments, 'before'), after: classTotals(segments, 'after') };
  for (const { positives, negatives } of [totals.before, totals.after]) {
    if (positives + negatives === 0) return unanswerable('no rows');
    if (positives === 0 || negatives === 0) return unanswerable('one class only');
  }
  const pairs = segments.flatMap((of, s) =>
    segments.map((against, t) => ({
      s,
      t,
      before: pairOf(of.before, against.before, totals.before),
      after: pairOf(of.after, against.after, totals.after),
    })),
  );
  const overall = (window: 'before' | 'after') =>
    pairs.reduce((sum, pair) => sum + pair[window].weight * (pair[window].auc ?? 0), 0);
  const [before, after] = [overall('before'), overall('after')];
  const parts = segments.map(({ segment }) => ({ segment, rate: 0, mix: 0 }));
  let [within, between, mix] = [0, 0, 0];
  for (const pair of pairs) {
    const aucBefore = pair.before.auc ?? pair.after.auc ?? 0;
    const aucAfter = pair.after.auc ?? aucBefore;
    const rate = ((pair.before.weight + pair.after.weight) / 2) * (aucAfter - aucBefore);
    const moved =
      ((aucBefore + aucAfter) / 2 - (before + after) / 2) * (pair.after.weight - pair.before.weight);
    if (pair.s === pair.t) within += rate;
    else between += rate;
    mix += moved;
    for (const index of [pair.s, pair.t]) {
      const part = parts[index];
      if (part === undefined) continue;
      part.rate += rate / 2;
      part.mix += moved / 2;
    }
  }
  return { kind: 'estimate', value: after - before, before, after, within, between, mix, segments: parts };
}

type ClassTotals = { readonly positives: number; readonly negatives: number };
type Pair = { readonly weight: number; readonly auc: number | undefined };

function classTotals(segments: readonly SegmentScores[], window: 'before' | 'after'): ClassTotals {
  let [positives, negatives] = [0, 0];
  for (const segment of segments) {
    positives += total(segment[window].positives);
    negatives += total(segment[window].negatives);
  }
  return { positives, negatives };
}

function pairOf(of: ScoreHistogram, against: ScoreHistogram, totals: ClassTotals): Pair {
  requireSameLength('Score bins', of.positives, against.negatives);
  const [m, n] = [total(of.positives), total(against.negatives)];
  if (m === 0 || n === 0) return { weight: 0, auc: undefined };
  let [below, wins] = [0, 0];
  for (let b = 0; b < of.positives.length; b++) {
    const negatives = numberAt(against.negatives, b);
    wins += numberAt(of.positives, b) * (below + negatives / 2);
    below += negatives;
  }
  return { weight: (m / totals.positives) * (n / totals.negatives), auc: wins / m / n };
}
