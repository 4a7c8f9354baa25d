import type { Row } from '../../sql/aggregate.ts';
import { unanswerable, type Answer, type Difference } from '../../statistics/estimate.ts';
import { SMALLEST_EXPECTED } from '../../statistics/proportion/proportion-difference.ts';
import {
  stratifiedDifference,
  type SignedStratum,
} from '../../statistics/proportion/stratified-difference.ts';
import { fineBins } from './labelled-scores.ts';
import { countOf, numberOf } from '../read-answers.ts';

/** Labels counted where scores and delays are alike: `before` and `after` of each such stratum; `high` where the score meant yes. */
export type Stratum = {
  readonly high: boolean;
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

/**
 * The score group from which on the outcome was more likely than not: the one cut that agrees best with the labels of the baseline.
 * One number for all, so that no stratum's own chance says which way its labels should go.
 */
export function turningGroup(rows: readonly Row[], groupOf: (row: Row) => number | null): number {
  const yes = Array.from({ length: groups }, () => 0);
  const no = Array.from({ length: groups }, () => 0);
  for (const row of rows) {
    const group = groupOf(row);
    if (group === null || row['window'] !== 'before') continue;
    yes[group] = (yes[group] ?? 0) + countOf(row['positives']);
    no[group] = (no[group] ?? 0) + countOf(row['n']) - countOf(row['positives']);
  }
  let against = no.reduce((sum, n) => sum + n, 0);
  let [best, cut] = [against, 0];
  for (let group = 0; group < groups; group += 1) {
    against += (yes[group] ?? 0) - (no[group] ?? 0);
    if (against < best) [best, cut] = [against, group + 1];
  }
  return cut;
}

/** Where a row belongs. */
export type Place = { readonly stratum: string; readonly high: boolean };

/** Adds rows up by `placeOf`; rows for which it is null are left out. */
export function strataOf(
  rows: readonly Row[],
  placeOf: (row: Row) => Place | null,
  keep: (row: Row) => boolean = () => true,
): readonly Stratum[] {
  type Open = {
    high: boolean;
    before: { n: number; positives: number };
    after: { n: number; positives: number };
  };
  const found = new Map<string, Open>();
  for (const row of rows) {
    const place = placeOf(row);
    const window = row['window'];
    if (place === null || !keep(row) || (window !== 'before' && window !== 'after')) continue;
    const stratum = found.get(place.stratum) ?? {
      high: place.high,
      before: { n: 0, positives: 0 },
      after: { n: 0, positives: 0 },
    };
    stratum[window].n += countOf(row['n']);
    stratum[window].positives += countOf(row['positives']);
    found.set(place.stratum, stratum);
  }
  return [...found.values()];
}

/**
 * Labels against those that their stratum had before: the difference of rates within strata, and the same turned around where the score
 * meant yes, for the contradiction (Cochran–Mantel–Haenszel). Strata that the baseline never saw say nothing and are left out.
 */
export function agreementOf(strata: readonly Stratum[]): Agreement {
  const known = strata.filter((stratum) => stratum.before.n > 0);
  const differ = (ones: readonly Stratum[], sign: (high: boolean) => 1 | -1): Answer<Difference> =>
    fewExpected(ones)
      ? unanswerable('too few rows')
      : stratifiedDifference(ones.map((one) => signed(one, sign(one.high))));
  const asIs = (): 1 => 1;
  const high = known.filter((stratum) => stratum.high);
  const low = known.filter((stratum) => !stratum.high);
  return {
    rate: differ(known, asIs),
    contradiction: differ(known, (isHigh) => (isHigh ? -1 : 1)),
    high: high.length === 0 ? null : differ(high, asIs),
    low: low.length === 0 ? null : differ(low, asIs),
  };
}

function signed({ before, after }: Stratum, sign: 1 | -1): SignedStratum {
  return {
    before: { events: before.positives, trials: before.n },
    after: { events: after.positives, trials: after.n },
    sign,
  };
}

/** Of a handful of labels all may be alike by chance, and a normal p would then be far too sure. */
function fewExpected(strata: readonly Stratum[]): boolean {
  const rate = ({ before }: Stratum): number => (before.positives + 0.5) / (before.n + 1);
  const positives = strata.reduce((sum, one) => sum + one.after.n * rate(one), 0);
  const negatives = strata.reduce((sum, one) => sum + one.after.n * (1 - rate(one)), 0);
  return Math.min(positives, negatives) < SMALLEST_EXPECTED;
}
