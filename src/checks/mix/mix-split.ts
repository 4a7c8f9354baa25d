import { mixAndRate } from '../../statistics/mix/mix-and-rate.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../evidence.ts';
import type { Mix, ValueMix } from './mix-of-dimension.ts';

/** What the mix may explain: the rates that add up over rows. */
export type RateMetric = 'mean score' | 'decision rate' | 'label rate' | 'KPI';

const names: Readonly<Record<RateMetric, string>> = {
  'mean score': 'mean_score',
  'decision rate': 'decision_rate',
  'label rate': 'label_rate',
  KPI: 'kpi',
};

/** Kitagawa's split of the rate over one dimension; the mix alone explains it when the rates inside the values hardly moved. */
export function splitFinding(
  context: CheckContext,
  mix: Mix,
  rate: { readonly metric: RateMetric; readonly values: readonly ValueMix[] },
): Finding | null {
  const { metric, values } = rate;
  const split = mixAndRate(
    values.map((one) => ({
      segment: String(one.value instanceof Date ? one.value.toISOString() : one.value),
      before: one.rateBefore,
      after: one.rateAfter,
    })),
  );
  if (split.kind === 'unanswerable') return null;
  const { low, high } = split.interval;
  const moved = low > 0 || high < 0;
  const rateMoved = split.rateInterval.low > 0 || split.rateInterval.high < 0;
  const share = split.value === 0 ? null : split.mix / split.value;
  const mixAlone =
    moved && mix.shifted && share !== null && share >= (context.thresholds['explained'] ?? 0.7) && !rateMoved;
  const total = (window: 'rateBefore' | 'rateAfter') => ({
    n: values.reduce((sum, one) => sum + one[window].n, 0),
    sum: values.reduce((sum, one) => sum + one[window].sum, 0),
  });
  const [before, after] = [total('rateBefore'), total('rateAfter')];
  const change = (after.sum / after.n).toFixed(3);
  return {
    subject: { kind: 'metric', name: names[metric] },
    measure: `${metric} split over ${mix.dimension}`,
    unit: metric === 'mean score' ? 'score' : 'share',
    before: before.sum / before.n,
    after: after.sum / after.n,
    effect: split.value,
    low,
    high,
    nBefore: before.n,
    nAfter: after.n,
    test: 'Kitagawa mix and rate',
    p: null,
    adjustedP: null,
    threshold: null,
    shifted: false,
    detail: {
      dimension: mix.dimension,
      mix: split.mix,
      rate: split.rate,
      rateLow: split.rateInterval.low,
      rateHigh: split.rateInterval.high,
      mixShare: share,
      mixAlone,
      rateMoved,
      simpsonsParadox: split.simpsonsParadox,
    },
    sentence: mixAlone
      ? `the mix of ${mix.dimension} alone explains the ${metric}, ${(before.sum / before.n).toFixed(3)} → ${change}`
      : split.simpsonsParadox
        ? `${metric} moved one way inside the values of ${mix.dimension} and the other in total`
        : `of the change of the ${metric} by ${split.value.toFixed(4)}, ${split.mix.toFixed(4)} is the mix of ${mix.dimension}`,
  };
}
