import type { Row } from '../sql/aggregate.ts';
import { meanDifference } from '../statistics/mean/mean-difference.ts';
import type { Moments } from '../statistics/mean/moments.ts';
import { unanswerable, type Answer, type Difference } from '../statistics/estimate.ts';
import { SMALLEST_EXPECTED } from '../statistics/proportion/proportion-difference.ts';
import { fineBins } from './labelled-scores.ts';
import { countOf, numberOf } from './read-answers.ts';

/** Labels counted where scores and delays are alike: `before` and `after` of each such stratum. */
export type Stratum = {
  readonly before: { readonly n: number; readonly positives: number };
  readonly after: { readonly n: number; readonly positives: number };
};

/** What labels do given the score, against what they did before. */
export type Agreement = {
  /** Share of positives beyond what the same scores had before. */
  readonly rate: Answer<Difference>;
  /** Share of labels that contradict the score beyond what they did before: above 0 when labels are turned around. */
  readonly contradiction: Answer<Difference>;
  /** The first among scores that meant "more likely than not", and among the others; null where there are none. */
  readonly high: Answer<Difference> | null;
  readonly low: Answer<Difference> | null;
};

const groups = 16;

/**
 * Score groups that each carry an equal part of the label's variance in the baseline (Σ r(1 − r)), so that the few high scores of a rare
 * outcome are not thrown together. Returns the group of every fine score bin.
 */
export function scoreGroups(rows: readonly Row[]): readonly number[] {
  const bins = Array.from({ length: fineBins }, () => ({ n: 0, positives: 0 }));
  for (const row of rows) {
    const bin = bins[numberOf(row['bin']) ?? -1];
    if (bin === undefined || row['window'] !== 'before') continue;
    bin.n += countOf(row['n']);
    bin.positives += countOf(row['positives']);
  }
  const weights = bins.map(({ n, positives }) => {
    const rate = (positives + 0.5) / (n + 1);
    return n * rate * (1 - rate);
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let soFar = 0;
  return weights.map((weight) => {
    const middle = soFar + weight / 2;
    soFar += weight;
    return whole === 0 ? 0 : Math.min(groups - 1, Math.floor((middle / whole) * groups));
  });
}

/** Adds rows up by `stratumOf`; rows for which it is null are left out. */
export function strataOf(
  rows: readonly Row[],
  stratumOf: (row: Row) => string | null,
  keep: (row: Row) => boolean = () => true,
): readonly Stratum[] {
  const found = new Map<
    string,
    { before: { n: number; positives: number }; after: { n: number; positives: number } }
  >();
  for (const row of rows) {
    const key = stratumOf(row);
    const window = row['window'];
    if (key === null || !keep(row) || (window !== 'before' && window !== 'after')) continue;
    const stratum = found.get(key) ?? { before: { n: 0, positives: 0 }, after: { n: 0, positives: 0 } };
    stratum[window].n += countOf(row['n']);
    stratum[window].positives += countOf(row['positives']);
    found.set(key, stratum);
  }
  return [...found.values()];
}

/**
 * Labels against the rate r that their stratum had before: y − r for the rate, and (y − r) with its sign turned where r > ½ for the
 * contradiction; Welch's t between the windows. Strata that the baseline never saw say nothing and are left out.
 */
export function agreementOf(strata: readonly Stratum[]): Agreement {
  const known = strata.filter((stratum) => stratum.before.n > 0);
  const rated = known.map((stratum) => ({
    ...stratum,
    r: (stratum.before.positives + 0.5) / (stratum.before.n + 1),
  }));
  const differ = (
    ones: readonly (typeof rated)[number][],
    sign: (r: number) => 1 | -1,
  ): Answer<Difference> =>
    fewExpected(ones)
      ? unanswerable('too few rows')
      : meanDifference({ before: residuals(ones, 'before', sign), after: residuals(ones, 'after', sign) });
  const asIs = (): 1 => 1;
  const high = rated.filter(({ r }) => r >= 0.5);
  const low = rated.filter(({ r }) => r < 0.5);
  return {
    rate: differ(rated, asIs),
    contradiction: differ(rated, (r) => (r >= 0.5 ? -1 : 1)),
    high: high.length === 0 ? null : differ(high, asIs),
    low: low.length === 0 ? null : differ(low, asIs),
  };
}

/** Of a handful of labels all may be alike by chance, and their own variance then says that nothing is left to chance. */
function fewExpected(strata: readonly (Stratum & { readonly r: number })[]): boolean {
  const positives = strata.reduce((sum, { after, r }) => sum + after.n * r, 0);
  const negatives = strata.reduce((sum, { after, r }) => sum + after.n * (1 - r), 0);
  return Math.min(positives, negatives) < SMALLEST_EXPECTED;
}

function residuals(
  strata: readonly (Stratum & { readonly r: number })[],
  window: 'before' | 'after',
  sign: (r: number) => 1 | -1,
): Moments {
  let [n, sum, sumOfSquares] = [0, 0, 0];
  for (const stratum of strata) {
    const { n: rows, positives } = stratum[window];
    const { r } = stratum;
    n += rows;
    sum += sign(r) * (positives - rows * r);
    sumOfSquares += positives * (1 - r) ** 2 + (rows - positives) * r ** 2;
  }
  return { n, sum, sumOfSquares };
}
