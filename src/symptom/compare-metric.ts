import { aucDifference } from '../statistics/auc/auc-difference.ts';
import { histogramAuc } from '../statistics/auc/histogram-auc.ts';
import { macroAuc, macroAucDifference } from '../statistics/classes/macro-auc.ts';
import { macroRate, macroRateDifference } from '../statistics/classes/macro-rate.ts';
import { confusionRate, confusionRateDifference } from '../statistics/confusion/confusion.ts';
import { f1, f1Difference } from '../statistics/confusion/f1.ts';
import { populationStability } from '../statistics/drift/population-stability.ts';
import { DEFAULT_LEVEL, type Interval, type Reason } from '../statistics/estimate.ts';
import { mean } from '../statistics/mean/mean.ts';
import { meanDifference } from '../statistics/mean/mean-difference.ts';
import { momentsOf } from '../statistics/mean/moments.ts';
import {
  rootMeanSquareError,
  rootMeanSquareErrorDifference,
} from '../statistics/mean/root-mean-square-error.ts';
import { proportion } from '../statistics/proportion/proportion.ts';
import { proportionDifference } from '../statistics/proportion/proportion-difference.ts';
import { histogramQuantile } from '../statistics/quantile/histogram-quantile.ts';
import { quantileDifference } from '../statistics/quantile/quantile-difference.ts';
import { classAucs } from './class-tally.ts';
import { latencyEdges } from './metric-question.ts';
import type { MetricTally } from './metric-tally.ts';
import type { Measurement } from './symptom.ts';

/** A metric before and after, with what could not be told and why. */
export type Comparison = {
  readonly before: Measurement | null;
  readonly after: Measurement | null;
  readonly difference: Measurement | null;
  readonly p: number | null;
  readonly test: string | null;
  /** Why something is null. */
  readonly reason: string | null;
};

type Estimated = {
  readonly kind: 'estimate';
  readonly value: number;
  readonly interval: Interval;
  readonly n: number;
};
type Compared = Omit<Estimated, 'n'> & {
  readonly pValue: number;
  readonly test: string;
  readonly n: { readonly before: number; readonly after: number };
};
type Unanswerable = { readonly kind: 'unanswerable'; readonly reason: Reason };

/** Fewer labels of the rarer class than this say nothing about an AUC or a rate among them. */
const fewestOfClass = 5;

/** Both windows measured and compared. Both tallies must be of the same metric. */
export function compareMetric(before: MetricTally, after: MetricTally): Comparison {
  if (before.kind === 'categories' && after.kind === 'categories') {
    return compareCategories(before.counts, after.counts);
  }
  if (before.kind === 'volume' && after.kind === 'volume') {
    return compareVolume(before.hours, after.hours);
  }
  const [own, other] = [measureTally(before), measureTally(after)];
  const difference = differenceOf(before, after);
  const reason =
    (own.kind === 'unanswerable' ? `before: ${own.reason}` : null) ??
    (other.kind === 'unanswerable' ? `after: ${other.reason}` : null) ??
    (difference.kind === 'unanswerable' ? difference.reason : null);
  return {
    before: measurementOf(own),
    after: measurementOf(other),
    difference:
      difference.kind === 'estimate'
        ? {
            value: difference.value,
            ...ends(difference.interval),
            n: difference.n.before + difference.n.after,
          }
        : null,
    p: difference.kind === 'estimate' ? difference.pValue : null,
    test: difference.kind === 'estimate' ? difference.test : null,
    reason,
  };
}

/** One window's value with its interval. */
export function measureTally(tally: MetricTally): Estimated | Unanswerable {
  switch (tally.kind) {
    case 'auc': {
      const found = histogramAuc(tally);
      if (found.kind === 'estimate' && Math.min(found.positives, found.negatives) < fewestOfClass) {
        return { kind: 'unanswerable', reason: 'too few rows' };
      }
      return found;
    }
    case 'moments':
      return mean(tally.moments);
    case 'root-mean-square':
      return rootMeanSquareError(tally.moments);
    case 'confusion':
      return tally.rate === 'f1' ? f1(tally.table) : confusionRate(tally.rate, tally.table);
    case 'classes':
      return macroRate(tally.rate, tally.table);
    case 'aucs':
      return macroAuc(classAucs(tally).filter((one) => one !== null));
    case 'share':
      return tally.events > tally.trials ? ratioOf(tally) : proportion(tally);
    case 'latency':
      return histogramQuantile(latencyHistogram(tally.counts), tally.quantile);
    case 'categories':
    case 'volume':
      return { kind: 'unanswerable', reason: 'no rows' };
  }
}

// More events than trials (revenue a visit): a plain ratio, as if Poisson.
function ratioOf({
  events,
  trials,
}: {
  readonly events: number;
  readonly trials: number;
}): Estimated | Unanswerable {
  if (trials === 0) return { kind: 'unanswerable', reason: 'no rows' };
  const value = events / trials;
  const reach = (1.96 * Math.sqrt(events)) / trials;
  return {
    kind: 'estimate',
    value,
    interval: { low: value - reach, high: value + reach, level: DEFAULT_LEVEL },
    n: trials,
  };
}

function differenceOf(before: MetricTally, after: MetricTally): Compared | Unanswerable {
  if (before.kind === 'auc' && after.kind === 'auc') {
    const [one, two] = [histogramAuc(before), histogramAuc(after)];
    if (one.kind === 'unanswerable') return one;
    return two.kind === 'unanswerable' ? two : aucDifference(one, two);
  }
  if (before.kind === 'moments' && after.kind === 'moments') {
    return meanDifference({ before: before.moments, after: after.moments });
  }
  if (before.kind === 'root-mean-square' && after.kind === 'root-mean-square') {
    return rootMeanSquareErrorDifference({ before: before.moments, after: after.moments });
  }
  if (before.kind === 'confusion' && after.kind === 'confusion') {
    const tables = { before: before.table, after: after.table };
    return before.rate === 'f1' ? f1Difference(tables) : confusionRateDifference(before.rate, tables);
  }
  if (before.kind === 'classes' && after.kind === 'classes') {
    return macroRateDifference(before.rate, { before: before.table, after: after.table });
  }
  if (before.kind === 'aucs' && after.kind === 'aucs') {
    return macroAucDifference(classAucs(before), classAucs(after));
  }
  if (before.kind === 'share' && after.kind === 'share') return proportionDifference({ before, after });
  if (before.kind === 'latency' && after.kind === 'latency') {
    return quantileDifference(
      { before: latencyHistogram(before.counts), after: latencyHistogram(after.counts) },
      before.quantile,
    );
  }
  return { kind: 'unanswerable', reason: 'no rows' };
}

function latencyHistogram(counts: Float64Array) {
  return { edges: [...latencyEdges, (latencyEdges.at(-1) ?? 1) * 1.05], counts };
}

/** PSI of the two windows. Before is what PSI averages when nothing changed at these sizes. */
function compareCategories(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Comparison {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const found = populationStability({
    before: names.map((name) => before.get(name) ?? 0),
    after: names.map((name) => after.get(name) ?? 0),
  });
  if (found.kind === 'unanswerable') return nothing(found.reason);
  const usual = found.expectedUnderNoChange;
  return {
    before: { value: usual, low: null, high: null, n: found.n.before },
    after: { value: found.value, ...ends(found.interval), n: found.n.after },
    difference: {
      value: found.value - usual,
      low: found.interval.low - usual,
      high: found.interval.high - usual,
      n: found.n.before + found.n.after,
    },
    p: found.pValue,
    test: 'PSI against its distribution under no change',
    reason: null,
  };
}

/** Rows per hour, each hour after against the same hours of the day before; the first and last hour are only partly seen. */
function compareVolume(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): Comparison {
  const whole = (hours: ReadonlyMap<number, number>) =>
    [...hours].toSorted((a, b) => a[0] - b[0]).slice(1, -1);
  const later = whole(after);
  const times = new Set(later.map(([at]) => at % 86_400_000));
  const earlier = whole(before).filter(([at]) => times.has(at % 86_400_000));
  const [one, two] = [earlier, later].map((hours) => momentsOf(hours.map(([, n]) => n)));
  if (one === undefined || two === undefined) return nothing('no rows');
  const [was, is] = [mean(one), mean(two)];
  const difference = meanDifference({ before: one, after: two });
  return {
    before: measurementOf(was),
    after: measurementOf(is),
    difference:
      difference.kind === 'estimate'
        ? {
            value: difference.value,
            ...ends(difference.interval),
            n: difference.n.before + difference.n.after,
          }
        : null,
    p: difference.kind === 'estimate' ? difference.pValue : null,
    test: difference.kind === 'estimate' ? `${difference.test}, same hours of the day` : null,
    reason: difference.kind === 'unanswerable' ? `too few whole hours: ${difference.reason}` : null,
  };
}

function nothing(reason: string): Comparison {
  return { before: null, after: null, difference: null, p: null, test: null, reason };
}

function measurementOf(found: Estimated | Unanswerable): Measurement | null {
  return found.kind === 'estimate' ? { value: found.value, ...ends(found.interval), n: found.n } : null;
}

// An interval that reaches to infinity on one side has no end there to show.
function ends({ low, high }: Interval): { readonly low: number | null; readonly high: number | null } {
  return { low: Number.isFinite(low) ? low : null, high: Number.isFinite(high) ? high : null };
}
