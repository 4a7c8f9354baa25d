import type { Cell, Row } from '../../sql/aggregate.ts';
import { chiSquareHomogeneity } from '../../statistics/drift/chi-square-homogeneity.ts';
import { populationStability } from '../../statistics/drift/population-stability.ts';
import { benjaminiHochberg } from '../../statistics/multiplicity/benjamini-hochberg.ts';
import { totalVariation } from '../../statistics/drift/total-variation.ts';
import type { Moments } from '../../statistics/mean/moments.ts';
import type { CheckContext } from '../check.ts';
import { compareShares } from '../compare/compare-shares.ts';
import type { Finding } from '../evidence.ts';
import { countOf, momentOf } from '../read-answers.ts';

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
  readonly shifted: boolean;
  readonly sentence: string;
  readonly findings: readonly Finding[];
};

/** How one dimension's shares moved, before it is known how many others were looked at. */
export type MeasuredMix = NonNullable<ReturnType<typeof measureMix>>;

/** One dimension's shares in both windows; null when it has one value only or no rows in a window. */
export function measureMix(context: CheckContext, dimension: string, rows: readonly Row[]) {
  const values = valuesOf(rows);
  const counts = { before: values.map((one) => one.before), after: values.map((one) => one.after) };
  const psi = populationStability(counts);
  const homogeneity = chiSquareHomogeneity(counts);
  if (psi.kind === 'unanswerable' || homogeneity.kind === 'unanswerable') return null;
  const usual = usualShares(rows, values);
  const shares = sharesOfValues(context, { dimension, values, usual });
  return { dimension, values, psi, homogeneity, variation: totalVariation(counts), usual, shares };
}

/**
 * Which mixes shifted. Every dimension as a whole and every value of each is a look: their p are corrected together, or with a few
 * dimensions of some values one of them would be small in every fourth quiet window.
 */
export function judgeMixes(context: CheckContext, measured: readonly MeasuredMix[]): readonly Mix[] {
  const looks = measured.map(({ homogeneity, shares }) => [
    homogeneity.pValue,
    ...shares.map(({ p }) => p ?? 1),
  ]);
  const adjusted = benjaminiHochberg(looks.flat());
  let next = 0;
  return measured.map((mix, k) => {
    const own = adjusted.slice(next, next + (looks[k]?.length ?? 0));
    next += own.length;
    return judgeMix(context, mix, own);
  });
}

function judgeMix(
  context: CheckContext,
  { dimension, values, psi, homogeneity, variation, usual, shares }: MeasuredMix,
  adjusted: readonly number[],
): Mix {
  const alpha = context.thresholds['alpha'] ?? 0.001;
  const floor = context.thresholds['psi'] ?? 0.1;
  const ratio = psi.value / psi.expectedUnderNoChange;
  const [adjustedP = 1, ...ofValues] = adjusted;
  const shifted = psi.value >= floor && ratio > usual.ratio && adjustedP <= alpha;
  const moved = shares.map((finding, k): Finding => {
    const own = finding.p === null ? null : (ofValues[k] ?? 1);
    return { ...finding, adjustedP: own, shifted: shifted && finding.shifted && (own ?? 1) <= alpha };
  });
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
      timesNoise: ratio,
      mostTimesNoise: usual.ratio,
    },
    sentence,
  };
  return {
    dimension,
    values,
    psi: psi.value,
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

type Usual = {
  /** The largest PSI of a stretch against the rest of the baseline, as a multiple of what that many rows give by chance. */
  readonly ratio: number;
  /** Least and greatest share in a stretch of the baseline, in the order of the values. */
  readonly range: readonly { readonly least: number; readonly most: number }[];
};

/** A stretch with fewer rows than this share of an average one is the rim of the window, or too quiet to compare. */
const leastOfAverage = 0.2;

/** What stretches of time differ by without any incident: each one of the baseline against the others together. */
function usualShares(rows: readonly Row[], values: readonly ValueMix[]): Usual {
  const stretches = new Map<number, Map<Cell, number>>();
  for (const row of rows) {
    const at = momentOf(row['stretch']);
    if (at === null || row['window'] !== 'before') continue;
    const stretch = stretches.get(at) ?? new Map<Cell, number>();
    const value = row['value'] ?? null;
    stretch.set(value, (stretch.get(value) ?? 0) + countOf(row['n']));
    stretches.set(at, stretch);
  }
  const totals = [...stretches.values()].map((stretch) =>
    [...stretch.values()].reduce((sum, n) => sum + n, 0),
  );
  const average = totals.reduce((sum, n) => sum + n, 0) / Math.max(1, totals.length);
  const whole = [...stretches.values()].filter((_, k) => (totals[k] ?? 0) >= leastOfAverage * average);
  const range = values.map(({ value }) => {
    const shares = whole.map((stretch) => {
      const total = [...stretch.values()].reduce((sum, n) => sum + n, 0);
      return total === 0 ? 0 : (stretch.get(value) ?? 0) / total;
    });
    return { least: Math.min(1, ...shares), most: Math.max(0, ...shares) };
  });
  const ratios = whole.map((stretch) => {
    const own = values.map(({ value }) => stretch.get(value) ?? 0);
    const found = populationStability({
      before: values.map(({ before }, k) => Math.max(0, before - (own[k] ?? 0))),
      after: own,
    });
    return found.kind === 'estimate' ? found.value / found.expectedUnderNoChange : 0;
  });
  return { ratio: Math.max(0, ...ratios), range };
}

function sharesOfValues(
  context: CheckContext,
  found: {
    readonly dimension: string;
    readonly values: readonly ValueMix[];
    readonly usual: Usual;
  },
): readonly Finding[] {
  const { dimension, values, usual } = found;
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
    const range = usual.range[index] ?? { least: 0, most: 1 };
    return {
      ...finding,
      detail: {
        leastBefore: range.least,
        mostBefore: range.most,
      },
    };
  });
}

function add(a: Moments, b: Moments): Moments {
  return { n: a.n + b.n, sum: a.sum + b.sum, sumOfSquares: a.sumOfSquares + b.sumOfSquares };
}
