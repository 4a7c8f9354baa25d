import { normalTwoSided } from '../distribution/normal.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Difference } from '../estimate.ts';
import { criticalValue } from '../normal-interval.ts';
import { proportionTrouble, type ProportionPair } from './proportion.ts';

/** A ratio after / before: `value` is the ratio and 1 means no change; `standardError` is that of its logarithm. */
export type Ratio = Difference;

/**
 * Rate after / rate before ("four times as many errors") with the log interval of Katz, built with ½ added to every count when a window
 * has no event. Unanswerable when the rate before is 0 (no ratio) or when neither rate varies. p is the z test of the log ratio.
 * Assumes independent trials. Source: Katz et al. 1978; Walter 1975 for the ½.
 */
export function proportionRatio({ before, after }: ProportionPair, level = DEFAULT_LEVEL): Answer<Ratio> {
  const trouble = proportionTrouble(before) ?? proportionTrouble(after);
  if (trouble !== undefined) return unanswerable(trouble);
  if (before.events === 0) return unanswerable('zero before');
  const half = after.events === 0 ? 0.5 : 0;
  const [e1, n1] = [before.events + half, before.trials + half];
  const [e2, n2] = [after.events + half, after.trials + half];
  const log = Math.log((e2 * n1) / (n2 * e1));
  const variance = 1 / e1 - 1 / n1 + 1 / e2 - 1 / n2;
  if (!(variance > 0)) return unanswerable('no variation');
  const standardError = Math.sqrt(variance);
  const reach = criticalValue(level) * standardError;
  const rates = { before: before.events / before.trials, after: after.events / after.trials };
  return {
    kind: 'estimate',
    value: rates.after / rates.before,
    ...rates,
    standardError,
    interval: { low: half === 0 ? Math.exp(log - reach) : 0, high: Math.exp(log + reach), level },
    pValue: normalTwoSided(log / standardError),
    test: 'z on the log ratio',
    n: { before: before.trials, after: after.trials },
  };
}
