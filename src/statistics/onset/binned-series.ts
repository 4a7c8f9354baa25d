import type { BinCalendar } from '../dependence/seasonal-baseline.ts';
import type { Reason } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { allCounts, allFinite } from '../plausible.ts';
import { requireSameLength, ShapeError } from '../shape-error.ts';

/**
 * A metric per time bin, bins of equal length without gaps (a bin without rows has n = 0): events out of trials for a rate, or n, Σx, Σx² for a
 * mean. AUC becomes the second kind by aucSeries; a value that arrives without its rows (CPU per minute) is a mean with n = 1.
 */
export type BinnedSeries =
  | { readonly kind: 'rates'; readonly events: ArrayLike<number>; readonly trials: ArrayLike<number> }
  | {
      readonly kind: 'means';
      readonly n: ArrayLike<number>;
      readonly sum: ArrayLike<number>;
      readonly sumOfSquares: ArrayLike<number>;
    };

/** The bins before `searchFrom` are quiet history; the onset is looked for from there on. 0 means there is no history. */
export type OnsetQuestion = {
  readonly series: BinnedSeries;
  readonly calendar: BinCalendar;
  readonly searchFrom: number;
};

/** Rates and means alike: what a bin adds up, and over how many rows. */
export type Ratios = { readonly numerator: ArrayLike<number>; readonly denominator: ArrayLike<number> };

export function ratiosOf(series: BinnedSeries): Ratios {
  switch (series.kind) {
    case 'rates':
      return { numerator: series.events, denominator: series.trials };
    case 'means':
      return { numerator: series.sum, denominator: series.n };
  }
}

/** Why the series cannot be read, or undefined when it can. Throws a ShapeError on lists of different length or a calendar that is none. */
export function seriesTrouble({ series, calendar, searchFrom }: OnsetQuestion): Reason | undefined {
  const { numerator, denominator } = ratiosOf(series);
  requireSameLength('The lists of the series', numerator, denominator);
  const { binsPerDay, firstBinOfDay } = calendar;
  const whole = [binsPerDay, firstBinOfDay, searchFrom].every(Number.isInteger);
  if (!whole || binsPerDay < 1 || firstBinOfDay < 0 || firstBinOfDay >= binsPerDay || searchFrom < 0) {
    throw new ShapeError(
      `Bins per day ${binsPerDay}, first bin of day ${firstBinOfDay} and search from ${searchFrom} do not fit together.`,
      'All are whole numbers of bins; the first bin lies within its day.',
    );
  }
  if (!allCounts(denominator)) return 'counts are not possible';
  if (!allFinite(numerator)) return 'not a finite number';
  if (series.kind === 'means') {
    requireSameLength('The lists of the series', numerator, series.sumOfSquares);
    return allCounts(series.sumOfSquares) ? undefined : 'not a finite number';
  }
  for (let bin = 0; bin < numerator.length; bin++) {
    const events = numberAt(numerator, bin);
    if (events < 0 || events > numberAt(denominator, bin)) return 'counts are not possible';
  }
  return undefined;
}

/** Numerator and denominator added up over the first `bins` bins. */
export function addedUp({ numerator, denominator }: Ratios, bins: number): { sum: number; rows: number } {
  let [sum, rows] = [0, 0];
  for (let bin = 0; bin < bins; bin++) {
    sum += numberAt(numerator, bin);
    rows += numberAt(denominator, bin);
  }
  return { sum, rows };
}
