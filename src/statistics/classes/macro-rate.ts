import { independentDifference } from '../independent-difference.ts';
import { DEFAULT_LEVEL, unanswerable, type Answer, type Difference } from '../estimate.ts';
import { normalInterval } from '../normal-interval.ts';
import { allCounts } from '../plausible.ts';
import { marginsOf, rowsOf, type ClassTable, type Margins } from './class-table.ts';

/** The rates that are measured class by class, each class against the rest, and averaged with equal weight. */
export type MacroRate = 'f1' | 'precision' | 'recall';

/**
 * Macro F1, precision or recall: the plain mean over classes. Standard error by the delta method on the whole table as one multinomial
 * draw, so that a row counted wrong in two classes is not taken for two rows. Classes that were neither there nor predicted are left
 * out; a class with an empty denominator counts as 0, as in scikit-learn. `among` names the classes to average over, by place.
 * Assumes independent rows. Source: Takahashi, Yamamoto, Kuchiba & Koyama 2022.
 */
export function macroRate(
  rate: MacroRate,
  table: ClassTable,
  { among, level = DEFAULT_LEVEL }: { readonly among?: readonly number[]; readonly level?: number } = {},
): Answer {
  if (table.counts.some((row) => !allCounts(row))) return unanswerable('counts are not possible');
  const places = (among ?? table.classes.map((_, place) => place)).filter((place) => {
    const { actual, predicted } = marginsOf(table, place);
    return actual + predicted > 0;
  });
  const n = rowsOf(table);
  if (places.length === 0 || n === 0) return unanswerable('no rows');
  const parts = new Map(places.map((place) => [place, partOf(rate, marginsOf(table, place))]));
  const value = [...parts.values()].reduce((sum, part) => sum + part.value, 0) / places.length;
  let variance = 0;
  table.counts.forEach((row, truth) =>
    row.forEach((count, predicted) => {
      const [own, other] = [parts.get(truth), parts.get(predicted)];
      const slope =
        truth === predicted ? (own?.ofBoth ?? 0) : (own?.ofMissed ?? 0) + (other?.ofWronglyPredicted ?? 0);
      variance += count * (slope / places.length) ** 2;
    }),
  );
  const standardError = Math.sqrt(variance);
  const interval = normalInterval({ value, standardError }, level, { low: 0, high: 1 });
  return { kind: 'estimate', value, standardError, interval, n };
}

/**
 * Macro rate after − before, over the classes that truly occurred in both windows: a rare class that is missing from one of them
 * would otherwise count as a failure. z on the delta-method errors; unanswerable when nothing was wrong in either window.
 */
export function macroRateDifference(
  rate: MacroRate,
  tables: { readonly before: ClassTable; readonly after: ClassTable },
  level = DEFAULT_LEVEL,
): Answer<Difference> {
  const among = tables.before.classes.flatMap((_, place) =>
    [tables.before, tables.after].every((table) => marginsOf(table, place).actual > 0) ? [place] : [],
  );
  if (among.length === 0) return unanswerable('no rows');
  const before = macroRate(rate, tables.before, { among, level });
  if (before.kind === 'unanswerable') return before;
  const after = macroRate(rate, tables.after, { among, level });
  if (after.kind === 'unanswerable') return after;
  return independentDifference(before, after, {
    test: 'z on the mean over classes, delta method',
    interval: (one) => normalInterval(one, level, { low: -1, high: 1 }),
  });
}

/** A class's rate, and how it moves with one more row of each kind: rightly predicted, missed, wrongly predicted as this class. */
type Part = {
  readonly value: number;
  readonly ofBoth: number;
  readonly ofMissed: number;
  readonly ofWronglyPredicted: number;
};

function partOf(rate: MacroRate, { actual, predicted, both }: Margins): Part {
  switch (rate) {
    case 'recall':
      return ratio(both, actual, { missed: true, wronglyPredicted: false });
    case 'precision':
      return ratio(both, predicted, { missed: false, wronglyPredicted: true });
    case 'f1': {
      const whole = actual + predicted;
      const down = (-2 * both) / whole ** 2;
      return {
        value: (2 * both) / whole,
        ofBoth: 2 / whole + 2 * down,
        ofMissed: down,
        ofWronglyPredicted: down,
      };
    }
  }
}

function ratio(
  events: number,
  trials: number,
  counts: { readonly missed: boolean; readonly wronglyPredicted: boolean },
): Part {
  if (trials === 0) return { value: 0, ofBoth: 0, ofMissed: 0, ofWronglyPredicted: 0 };
  const down = -events / trials ** 2;
  return {
    value: events / trials,
    ofBoth: 1 / trials + down,
    ofMissed: counts.missed ? down : 0,
    ofWronglyPredicted: counts.wronglyPredicted ? down : 0,
  };
}
