import { DEFAULT_LEVEL, unanswerable, type Answer } from './estimate.ts';
import { normalInterval } from './normal-interval.ts';

/**
 * The common value of independent estimates of one quantity, each weighted by the inverse of its variance (fixed effect): the
 * interval is normal. `n` counts the estimates. Estimates without noise are left out. Source: Hedges and Olkin 1985.
 */
export function inverseVarianceMean(
  estimates: readonly { readonly value: number; readonly standardError: number }[],
  level = DEFAULT_LEVEL,
): Answer {
  const known = estimates.filter(
    ({ value, standardError }) =>
      Number.isFinite(value) && Number.isFinite(standardError) && standardError > 0,
  );
  if (known.length === 0) return unanswerable('no rows');
  const weights = known.reduce((sum, { standardError }) => sum + standardError ** -2, 0);
  const value = known.reduce((sum, one) => sum + one.value * one.standardError ** -2, 0) / weights;
  const standardError = Math.sqrt(1 / weights);
  return {
    kind: 'estimate',
    value,
    standardError,
    interval: normalInterval({ value, standardError }, level),
    n: known.length,
  };
}
