import type { Row } from '../../sql/aggregate.ts';
import type { Moments } from '../../statistics/mean/moments.ts';
import { meanDifference } from '../../statistics/mean/mean-difference.ts';
import type { Answer, Difference } from '../../statistics/estimate.ts';
import { proportionDifference } from '../../statistics/proportion/proportion-difference.ts';
import { momentOf } from '../read-answers.ts';

/** A ratio compared at the same hours of the day, so that a busy evening is not taken for a change. */
export type SameHours = {
  readonly before: number;
  readonly after: number;
  readonly effect: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
  readonly test: string;
  /** Denominators that were compared. */
  readonly nBefore: number;
  readonly nAfter: number;
  /** What the numerator of the incident would have been at the baseline's rates, hour by hour. */
  readonly expected: number;
  readonly found: number;
};

const day = 86_400_000;
const hour = 3_600_000;

/** What is compared: events among trials, or a quantity by trial that is no share. */
export type Kind = 'share' | 'mean';

/**
 * Baseline and incident split by hour of the day; hours that only one of them has are left out. What the baseline's rates, hour by hour, would
 * have brought the incident's trials is the value before (direct standardisation); it is compared as if the baseline's trials had had that
 * rate: two proportions (exact where counts are small), or Welch's t for means. Null when no hour is in both, or nothing varies.
 */
export function compareSameHours(
  rows: readonly Row[],
  kind: Kind,
  momentsOf: (row: Row) => Moments,
): SameHours | null {
  const hours = new Map<number, { before: Moments; after: Moments }>();
  const empty: Moments = { n: 0, sum: 0, sumOfSquares: 0 };
  for (const row of rows) {
    const at = momentOf(row['bin']);
    const window = row['window'];
    if (at === null || (window !== 'before' && window !== 'after')) continue;
    const key = Math.floor((at % day) / hour);
    const found = hours.get(key) ?? { before: empty, after: empty };
    hours.set(key, { ...found, [window]: add(found[window], momentsOf(row)) });
  }
  const both = [...hours.values()].filter((one) => one.before.n > 0 && one.after.n > 0);
  if (both.length === 0) return null;
  const before = both.reduce((sum, one) => add(sum, one.before), empty);
  const after = both.reduce((sum, one) => add(sum, one.after), empty);
  const expected = both.reduce((sum, one) => sum + (one.after.n * one.before.sum) / one.before.n, 0);
  const usual = { ...before, sum: (expected / after.n) * before.n };
  const difference = differenceOf(kind, usual, after);
  if (difference.kind === 'unanswerable') return null;
  return {
    before: expected / after.n,
    after: after.sum / after.n,
    effect: difference.value,
    low: difference.interval.low,
    high: difference.interval.high,
    p: difference.pValue,
    test: `${difference.test}, same hours of the day`,
    nBefore: before.n,
    nAfter: after.n,
    expected,
    found: after.sum,
  };
}

function differenceOf(kind: Kind, before: Moments, after: Moments): Answer<Difference> {
  switch (kind) {
    case 'share':
      return proportionDifference({
        before: { events: Math.round(before.sum), trials: before.n },
        after: { events: after.sum, trials: after.n },
      });
    case 'mean':
      return meanDifference({ before, after });
  }
}

function add(a: Moments, b: Moments): Moments {
  return { n: a.n + b.n, sum: a.sum + b.sum, sumOfSquares: a.sumOfSquares + b.sumOfSquares };
}
