import { median, medianAbsoluteDeviation } from 'simple-statistics';
import { studentTwoSided } from '../distribution/student.ts';
import { unanswerable, type Answer } from '../estimate.ts';
import { allFinite } from '../plausible.ts';

/** `value` is z: how many robust standard deviations off the usual; `usual` is the history's median, in its units. */
export type RobustZ = {
  readonly kind: 'estimate';
  readonly value: number;
  readonly usual: number;
  readonly scale: number;
  readonly pValue: number;
  readonly n: number;
};

const FEWEST = 4;
// MAD × 1.4826 and mean absolute deviation × √(π/2) both estimate a normal's standard deviation.
const PER_MEDIAN_DEVIATION = 1.482602218505602;
const PER_MEAN_DEVIATION = Math.sqrt(Math.PI / 2);

/**
 * A value against the values of the same time of day on other days: (value − median)/(1.4826·MAD); where over half of them are equal, the mean
 * absolute deviation stands in. The p-value is Student's with n − 1 degrees on z/√(1 + π/2n), which allows for the median's own error: rough.
 * Needs four days. Source: Iglewicz & Hoaglin 1993.
 */
export function robustZ(current: number, history: readonly number[]): Answer<RobustZ> {
  if (!Number.isFinite(current) || !allFinite(history)) return unanswerable('not a finite number');
  if (history.length === 0) return unanswerable('no rows');
  if (history.length < FEWEST) return unanswerable('too few rows');
  const usual = median([...history]);
  const scale = PER_MEDIAN_DEVIATION * medianAbsoluteDeviation([...history]) || meanDeviation(history, usual);
  if (scale === 0) return unanswerable('no variation');
  const value = (current - usual) / scale;
  const n = history.length;
  return {
    kind: 'estimate',
    value,
    usual,
    scale,
    pValue: studentTwoSided(value / Math.sqrt(1 + Math.PI / (2 * n)), n - 1),
    n,
  };
}

function meanDeviation(history: readonly number[], usual: number): number {
  const sum = history.reduce((total, value) => total + Math.abs(value - usual), 0);
  return (PER_MEAN_DEVIATION * sum) / history.length;
}
