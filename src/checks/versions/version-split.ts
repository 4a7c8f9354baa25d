import type { MetricTally } from '../../symptom/metric-tally.ts';
import { aucBySegment } from '../../statistics/mix/auc-by-segment.ts';
import { mixAndRate } from '../../statistics/mix/mix-and-rate.ts';
import type { Confusion } from '../../statistics/confusion/confusion.ts';
import type { Moments } from '../../statistics/mean/moments.ts';

/** One version's metric in both windows; null in a window where it served nothing. */
export type VersionTally = {
  readonly version: string;
  readonly before: MetricTally | null;
  readonly after: MetricTally | null;
};

/** What of a metric's change is due to traffic moving between versions, and what to the versions themselves. */
export type VersionSplit = { readonly mix: number; readonly within: number };

/** Kitagawa's split over versions: by pairs for the AUC, by rows for means and shares. Null for metrics that do not split (F1, RMSE). */
export function splitByVersion(versions: readonly VersionTally[]): VersionSplit | null {
  if (versions.length === 0) return null;
  const histograms = versions.flatMap(({ version, before, after }) => {
    const [one, two] = [histogramOf(before, after), histogramOf(after, before)];
    return one === null || two === null ? [] : [{ segment: version, before: one, after: two }];
  });
  if (histograms.length === versions.length) {
    const split = aucBySegment(histograms);
    return split.kind === 'unanswerable' ? null : { mix: split.mix, within: split.within + split.between };
  }
  const moments = versions.flatMap(({ version, before, after }) => {
    const [one, two] = [momentsOf(before), momentsOf(after)];
    return one === null || two === null ? [] : [{ segment: version, before: one, after: two }];
  });
  if (moments.length < versions.length) return null;
  const split = mixAndRate(moments);
  return split.kind === 'unanswerable' ? null : { mix: split.mix, within: split.rate };
}

function histogramOf(tally: MetricTally | null, other: MetricTally | null) {
  if (tally?.kind === 'auc') return tally;
  if (tally !== null || other?.kind !== 'auc') return null;
  const size = other.positives.length;
  return { positives: new Float64Array(size), negatives: new Float64Array(size) };
}

function momentsOf(tally: MetricTally | null): Moments | null {
  if (tally === null) return { n: 0, sum: 0, sumOfSquares: 0 };
  switch (tally.kind) {
    case 'moments':
      return tally.moments;
    case 'share':
      return { n: tally.trials, sum: tally.events, sumOfSquares: tally.events };
    case 'confusion':
      return momentsOfRate(tally.rate, tally.table);
    case 'auc':
    case 'aucs':
    case 'classes':
    case 'root-mean-square':
    case 'latency':
    case 'categories':
    case 'volume':
      return null;
  }
}

function momentsOfRate(rate: 'accuracy' | 'precision' | 'recall' | 'f1', table: Confusion): Moments | null {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = table;
  const of = (events: number, others: number): Moments => ({
    n: events + others,
    sum: events,
    sumOfSquares: events,
  });
  switch (rate) {
    case 'accuracy':
      return of(truePositives + trueNegatives, falsePositives + falseNegatives);
    case 'precision':
      return of(truePositives, falsePositives);
    case 'recall':
      return of(truePositives, falseNegatives);
    case 'f1':
      return null;
  }
}
