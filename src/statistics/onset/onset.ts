import type { Season } from '../dependence/seasonal-baseline.ts';
import { DEFAULT_LEVEL, unanswerable, type Unanswerable } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { seriesTrouble, type OnsetQuestion } from './binned-series.ts';
import type { Candidate } from './candidate.ts';
import { competition } from './competition.ts';
import { onsetEffect, type OnsetEffect } from './onset-effect.ts';
import { prepareSearch } from './prepared-search.ts';
import type { SearchedBins } from './searched-bins.ts';

/** What the search rests on, whether or not it found something. Gains are twice a log likelihood ratio, inflation removed. */
type Search = {
  readonly threshold: number;
  readonly varianceInflation: number;
  readonly season: Season;
  readonly searchedBins: number;
  readonly gains: { readonly step: number; readonly ramp: number; readonly bump: number };
};

/** A change was found. Bin numbers count from the start of the series; the onset is the first changed bin. */
export type OnsetFound = Search & {
  readonly kind: 'estimate';
  readonly shape: Candidate['shape'];
  readonly onset: number;
  /** First and last bin the change may have begun in (both included). */
  readonly interval: { readonly low: number; readonly high: number };
  /** First bin after the change was over; null while it lasts. */
  readonly end: number | null;
  /** Bins from onset to full effect: 1 for a sudden change, null while still rising. */
  readonly duration: number | null;
  readonly effect: OnsetEffect;
  readonly likelihoodRatio: number;
};

/** No change found. A step in the middle of `detectable` or more (units of the metric) would have been. */
export type NoOnset = Search & { readonly kind: 'no change'; readonly detectable: number };

/**
 * When a metric changed: a likelihood-ratio search for one change in binned data. The same time of other days is taken off, the variance is
 * inflated by batch means, and three alternatives compete: a step, a ramp, a step that ended again (bump). The best must gain 2 ln n + 12
 * (a bump, with its second free moment, 2 ln n more); a ramp replaces a step when it gains ln n more, for its free length. The interval holds
 * all onsets within 6.63 of the best. A single odd bin is drawn in to its neighbours first and never is an onset.
 * Assumes at most one change worth finding, and a history mostly free of incidents. About 1 ms for a week of minutes.
 */
export function onset(question: OnsetQuestion, level = DEFAULT_LEVEL): OnsetFound | NoOnset | Unanswerable {
  const trouble = seriesTrouble(question);
  if (trouble !== undefined) return unanswerable(trouble);
  const prepared = prepareSearch(question);
  if (prepared.kind === 'unanswerable') return prepared;
  const { bins, season } = prepared;
  const { best, gains, threshold } = competition(bins);
  const search = {
    threshold,
    varianceInflation: bins.inflation,
    season,
    searchedBins: bins.level.length,
    gains,
  };
  if (best === undefined) return { kind: 'no change', ...search, detectable: detectable(bins, threshold) };
  return {
    kind: 'estimate',
    ...search,
    shape: best.shape,
    onset: numberAt(bins.position, best.onset),
    interval: {
      // The change may have begun in the empty bins before the earliest candidate.
      low: best.low > 0 ? numberAt(bins.position, best.low - 1) + 1 : numberAt(bins.position, best.low),
      high: numberAt(bins.position, best.high),
    },
    end: best.end < bins.level.length ? numberAt(bins.position, best.end) : null,
    duration: Number.isFinite(best.duration) ? best.duration : null,
    effect: onsetEffect(bins, best, level),
    likelihoodRatio: best.gain,
  };
}

// A step that splits the rows evenly gains effect² / (4 · variance of the mean of all of them).
function detectable({ variance }: SearchedBins, threshold: number): number {
  const mass = variance.reduce((sum, value) => sum + 1 / value, 0);
  return Math.sqrt((4 * threshold) / mass);
}
