import type { Cell, Row } from '../sql/aggregate.ts';
import { chiSquareHomogeneity } from '../statistics/drift/chi-square-homogeneity.ts';
import { populationStability } from '../statistics/drift/population-stability.ts';
import { totalVariation } from '../statistics/drift/total-variation.ts';
import type { Moments } from '../statistics/mean/moments.ts';
import type { CheckContext } from './check.ts';
import { compareShares, shareWords } from './compare-shares.ts';
import type { Finding } from './evidence.ts';
import { countOf, momentOf } from './read-answers.ts';

/** One value of a dimension in both windows: its rows, and the moments of the rate. */
export type ValueMix = {
  readonly value: Cell;
  readonly before: number;
  readonly after: number;
  readonly rateBefore: Moments;
  readonly rateAfter: Moments;
};

export type Mix = {
  readonly dimension: string;
  readonly values: readonly ValueMix[];
  readonly psi: number;
  /** The largest PSI that one day of the baseline has against the other days. */
  readonly usualPsi: number;
  readonly shifted: boolean;
  readonly sentence: string;
  readonly findings: readonly Finding[];
};

/** How one dimension's shares moved; null when it has one value only or no rows in a window. */
export function readMix(context: CheckContext, dimension: string, rows: readonly Row[]): Mix | null {
  const values = valuesOf(rows);
  const counts = { before: values.map((one) => one.before), after: values.map((one) => one.after) };
  const psi = populationStability(counts);
  const homogeneity = chiSquareHomogeneity(counts);
  const variation = totalVariation(counts);
  if (psi.kind === 'unanswerable' || homogeneity.kind === 'unanswerable') return null;
  const alpha = context.thresholds['alpha'] ?? 0.001;
  const floor = context.thresholds['psi'] ?? 0.1;
  const daily = dailyShares(rows, values);
  const usualPsi = daily.psi;
  const dimensions = Math.max(1, context.model.predictions.segments.length);
  const adjustedP = Math.min(1, homogeneity.pValue * dimensions);
  const shifted = psi.value >= floor && psi.value > usualPsi && adjustedP <= alpha;
  const moved = movedValues(context, { dimension, values, daily, shifted });
  const words = moved
    .filter((finding) => finding.shifted)
    .slice(0, 3)
    .map((finding) => finding.sentence);
  const sentence = [`PSI of ${dimension} is ${psi.value.toFixed(2)}`, ...words].join('; ');
  const whole: Finding = {
    subject: { kind: 'segment', name: dimension },
    measure: 'shares of values',
    unit: 'psi',
    before: psi.expectedUnderNoChange,
    after: psi.value,
    effect: psi.value,
    low: psi.interval.low,
    high: Number.isFinite(psi.interval.high) ? psi.interval.high : null,
    nBefore: psi.n.before,
    nAfter: psi.n.after,
    test: homogeneity.test,
    p: homogeneity.pValue,
    adjustedP,
    threshold: floor,
    shifted,
    detail: {
      totalVariation: variation.kind === 'estimate' ? variation.value : null,
      cramersV: homogeneity.effect,
      chiSquare: homogeneity.value,
      psiP: psi.pValue,
      usualPsi,
    },
    sentence,
  };
  return {
    dimension,
    values,
    psi: psi.value,
    usualPsi,
    shifted,
    sentence,
    findings: [whole, ...moved.filter((finding, index) => finding.shifted || index < 2).slice(0, 10)],
  };
}

const nothing: Moments = { n: 0, sum: 0, sumOfSquares: 0 };

/** Rows of both windows added up by value. */
export function valuesOf(rows: readonly Row[]): readonly ValueMix[] {
  const found = new Map<Cell, ValueMix>();
  for (const row of rows) {
    const value = row['value'] ?? null;
    const one = found.get(value) ?? {
      value,
      before: 0,
      after: 0,
      rateBefore: nothing,
      rateAfter: nothing,
    };
    const moments: Moments = {
      n: countOf(row['trials']),
      sum: countOf(row['events']),
      sumOfSquares: countOf(row['squares']),
    };
    if (row['window'] === 'before') {
      found.set(value, {
        ...one,
        before: one.before + countOf(row['n']),
        rateBefore: add(one.rateBefore, moments),
      });
    } else if (row['window'] === 'after') {
      found.set(value, {
        ...one,
        after: one.after + countOf(row['n']),
        rateAfter: add(one.rateAfter, moments),
      });
    }
  }
  return [...found.values()];
}

type Daily = {
  readonly psi: number;
  /** Least and greatest share on a day of the baseline, in the order of the values. */
  readonly range: readonly { readonly least: number; readonly most: number }[];
};

/** A day with fewer rows than this share of an average day is the rim of the window. */
const wholeDay = 0.2;

/** What days differ by without any incident: each day of the baseline against the others together. */
function dailyShares(rows: readonly Row[], values: readonly ValueMix[]): Daily {
  const days = new Map<number, Map<Cell, number>>();
  for (const row of rows) {
    const at = momentOf(row['day']);
    if (at === null || row['window'] !== 'before') continue;
    const day = days.get(at) ?? new Map<Cell, number>();
    const value = row['value'] ?? null;
    day.set(value, (day.get(value) ?? 0) + countOf(row['n']));
    days.set(at, day);
  }
  const totals = [...days.values()].map((day) => [...day.values()].reduce((sum, n) => sum + n, 0));
  const average = totals.reduce((sum, n) => sum + n, 0) / Math.max(1, totals.length);
  const whole = [...days.values()].filter((_, k) => (totals[k] ?? 0) >= wholeDay * average);
  const range = values.map(({ value }) => {
    const shares = whole.map((day) => {
      const total = [...day.values()].reduce((sum, n) => sum + n, 0);
      return total === 0 ? 0 : (day.get(value) ?? 0) / total;
    });
    return { least: Math.min(1, ...shares), most: Math.max(0, ...shares) };
  });
  const psis = whole.map((day) => {
    const own = values.map(({ value }) => day.get(value) ?? 0);
    const found = populationStability({
      before: values.map(({ before }, k) => Math.max(0, before - (own[k] ?? 0))),
      after: own,
    });
    return found.kind === 'estimate' ? found.value : 0;
  });
  return { psi: Math.max(0, ...psis), range };
}

function movedValues(
  context: CheckContext,
  found: {
    readonly dimension: string;
    readonly values: readonly ValueMix[];
    readonly daily: Daily;
    readonly shifted: boolean;
  },
): readonly Finding[] {
  const { dimension, values, daily } = found;
  const whole = {
    before: values.reduce((sum, one) => sum + one.before, 0),
    after: values.reduce((sum, one) => sum + one.after, 0),
  };
  const shared = compareShares(
    values.map((one) => ({
      subject: { kind: 'segment' as const, name: dimension },
      where: { [dimension]: one.value instanceof Date ? one.value.toISOString() : one.value },
      before: { events: one.before, trials: whole.before },
      after: { events: one.after, trials: whole.after },
      words: (from: string, to: string) =>
        `${dimension}=${String(one.value instanceof Date ? one.value.toISOString() : one.value)} went from ${from} to ${to} of requests`,
    })),
    {
      measure: 'share of requests',
      floor: context.thresholds['floor'] ?? 0.03,
      alpha: context.thresholds['alpha'] ?? 0.001,
      direction: 'both',
    },
  );
  return shared.map((finding) => {
    const index = values.findIndex((one) => {
      const value = one.value instanceof Date ? one.value.toISOString() : one.value;
      return finding.where?.[dimension] === value;
    });
    const range = daily.range[index] ?? { least: 0, most: 1 };
    const after = finding.after ?? 0;
    return {
      ...finding,
      shifted: finding.shifted && found.shifted && (after > range.most || after < range.least),
      detail: {
        leastOfDays: range.least,
        mostOfDays: range.most,
        before: shareWords(finding.before),
        after: shareWords(finding.after),
      },
    };
  });
}

function add(a: Moments, b: Moments): Moments {
  return { n: a.n + b.n, sum: a.sum + b.sum, sumOfSquares: a.sumOfSquares + b.sumOfSquares };
}
