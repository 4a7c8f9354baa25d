import { betaQuantile } from '../distribution/beta-quantile.ts';
import { binomialCdf, binomialUpperTail } from '../distribution/binomial.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Interval } from '../estimate.ts';
import { requireLevel } from '../shape-error.ts';

/** Events counted over an exposure (hours, requests). */
export type Rate = { readonly events: number; readonly exposure: number };

/** `value` is rate after / rate before: 1 means no change. */
export type RateRatio = {
  readonly kind: 'estimate';
  readonly value: number;
  readonly before: number;
  readonly after: number;
  readonly interval: Interval;
  readonly pValue: number;
  readonly test: string;
  readonly n: { readonly before: number; readonly after: number };
};

/**
 * Ratio of two Poisson rates. Given their total, the events after are binomial: exact Clopper–Pearson interval and the doubled smaller tail.
 * Traffic usually varies more than Poisson: for volume of a live system prefer robustZ against the same time on other days.
 * Assumes independent events. Source: Przyborowski & Wilenski 1940.
 */
export function rateRatio(
  windows: { readonly before: Rate; readonly after: Rate },
  level = DEFAULT_LEVEL,
): Answer<RateRatio> {
  requireLevel(level);
  const { before, after } = windows;
  if (![before.events, before.exposure, after.events, after.exposure].every(Number.isFinite)) {
    return unanswerable('not a finite number');
  }
  if (before.events < 0 || after.events < 0 || before.exposure < 0 || after.exposure < 0) {
    return unanswerable('counts are not possible');
  }
  if (before.exposure === 0 || after.exposure === 0) return unanswerable('no rows');
  if (before.events === 0) return unanswerable('zero before');
  const [k, n] = [after.events, before.events + after.events];
  const share = after.exposure / (before.exposure + after.exposure);
  const tail = (1 - level) / 2;
  const toRatio = (p: number) => (p / (1 - p)) * (before.exposure / after.exposure);
  const trials = { n, probability: share };
  return {
    kind: 'estimate',
    value: after.events / after.exposure / (before.events / before.exposure),
    before: before.events / before.exposure,
    after: after.events / after.exposure,
    interval: {
      low: k === 0 ? 0 : toRatio(betaQuantile(tail, { a: k, b: n - k + 1 })),
      high: toRatio(betaQuantile(1 - tail, { a: k + 1, b: n - k })),
      level,
    },
    pValue: Math.min(1, 2 * Math.min(binomialCdf(k, trials), binomialUpperTail(k, trials))),
    test: 'Poisson rates, exact conditional',
    n: { before: before.events, after: after.events },
  };
}
