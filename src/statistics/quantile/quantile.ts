import { quantileSorted } from 'simple-statistics';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Interval } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { allFinite } from '../plausible.ts';
import { orderRanks } from './order-ranks.ts';

/** A quantile in the units of the values. `binWidth` is how coarse the histogram is there: 0 from rows. */
export type QuantileEstimate = {
  readonly kind: 'estimate';
  readonly value: number;
  readonly interval: Interval;
  readonly n: number;
  readonly binWidth: number;
};

/**
 * The q-quantile of a list (0 < q < 1) with its distribution-free interval between two order statistics. `interval.level` is the level really
 * reached, at least the one asked. Value: the order statistic of rank ⌈nq⌉, or the mean of two where nq is whole.
 * Assumes independent rows.
 */
export function quantile(
  values: ArrayLike<number>,
  q: number,
  level = DEFAULT_LEVEL,
): Answer<QuantileEstimate> {
  if (!allFinite(values)) return unanswerable('not a finite number');
  const ranks = orderRanks({ n: values.length, probability: q }, level);
  if (ranks.kind === 'unanswerable') return ranks;
  const sorted = Float64Array.from(values).sort();
  return {
    kind: 'estimate',
    value: quantileSorted(Array.from(sorted), q),
    interval: {
      low: numberAt(sorted, ranks.low - 1),
      high: numberAt(sorted, ranks.high - 1),
      level: ranks.coverage,
    },
    n: values.length,
    binWidth: 0,
  };
}
