import { numberAt } from '../number-at.ts';
import { requireSameLength } from '../shape-error.ts';

/** Where the bins stand in time: bins a day, and the place of bin 0 in its day (0 = midnight) and week (0 = Sunday), if it matters. */
export type BinCalendar = {
  readonly binsPerDay: number;
  readonly firstBinOfDay: number;
  readonly firstWeekday?: 0 | 1 | 2 | 3 | 4 | 5 | 6;
};

/** A series of ratios (rate = events/trials, mean = sum/n) whose first `historyBins` bins are the quiet past. */
export type SeasonalSeries = {
  readonly numerator: ArrayLike<number>;
  readonly denominator: ArrayLike<number>;
  readonly calendar: BinCalendar;
  readonly historyBins: number;
};

/** Which days each bin was compared with. */
export type Season =
  'same time, same weekday' | 'same time, weekdays or weekends' | 'same time of day' | 'none';

export type SeasonalBaseline = { readonly season: Season; readonly expected: Float64Array };

/**
 * What each bin would be on a usual day: its neighbours within `halfWidthBins` are pooled on every day of the history, and the median over the
 * days is taken. A bin of the history is compared with the other days only, so its residual is as large as a new day's.
 * Days are of the same weekday with three weeks of history, weekdays or weekends with two, any with two days; with less, the overall ratio.
 */
export function seasonalBaseline(series: SeasonalSeries, halfWidthBins: number): SeasonalBaseline {
  requireSameLength('Numerator and denominator', series.numerator, series.denominator);
  const season = seasonOf(series);
  const overall = ratio(series, 0, series.historyBins);
  const expected = new Float64Array(series.numerator.length).fill(overall);
  if (season === 'none') return { season, expected };
  const smoothed = smoothWithinDays(series, halfWidthBins);
  const { binsPerDay } = series.calendar;
  for (let first = 0; first < Math.min(binsPerDay, expected.length); first++) {
    for (const bins of sameTime(series, season, first)) writeMedians(expected, { bins, smoothed, overall });
  }
  return { season, expected };
}

function seasonOf({ historyBins, calendar }: SeasonalSeries): Season {
  const days = historyBins / calendar.binsPerDay;
  if (calendar.firstWeekday !== undefined && days >= 21) return 'same time, same weekday';
  if (calendar.firstWeekday !== undefined && days >= 14) return 'same time, weekdays or weekends';
  return days >= 2 ? 'same time of day' : 'none';
}

function smoothWithinDays(series: SeasonalSeries, halfWidthBins: number): Float64Array {
  const { numerator, denominator, historyBins } = series;
  const smoothed = new Float64Array(historyBins).fill(NaN);
  let [from, to, sum, weight] = [0, 0, 0, 0];
  for (let bin = 0; bin < historyBins; bin++) {
    for (; to < Math.min(historyBins, bin + halfWidthBins + 1); to++) {
      sum += numberAt(numerator, to);
      weight += numberAt(denominator, to);
    }
    for (; from < bin - halfWidthBins; from++) {
      sum -= numberAt(numerator, from);
      weight -= numberAt(denominator, from);
    }
    if (weight > 0) smoothed[bin] = sum / weight;
  }
  return smoothed;
}

// The bins at one time of day, split into the kinds of day that are compared with each other.
function sameTime({ numerator, calendar }: SeasonalSeries, season: Season, first: number): number[][] {
  const { binsPerDay, firstBinOfDay, firstWeekday = 0 } = calendar;
  const groups: number[][] = [];
  for (let bin = first; bin < numerator.length; bin += binsPerDay) {
    const weekday = (firstWeekday + Math.floor((firstBinOfDay + bin) / binsPerDay)) % 7;
    const group = groupOf(season, weekday);
    (groups[group] ??= []).push(bin);
  }
  return groups.filter((bins) => bins !== undefined);
}

function groupOf(season: Season, weekday: number): number {
  switch (season) {
    case 'same time, same weekday':
      return weekday;
    case 'same time, weekdays or weekends':
      return weekday === 0 || weekday === 6 ? 1 : 0;
    case 'same time of day':
    case 'none':
      return 0;
  }
}

function writeMedians(
  expected: Float64Array,
  group: { readonly bins: readonly number[]; readonly smoothed: Float64Array; readonly overall: number },
): void {
  const { bins, smoothed, overall } = group;
  const past = bins.filter((bin) => !Number.isNaN(smoothed[bin] ?? NaN));
  past.sort((a, b) => numberAt(smoothed, a) - numberAt(smoothed, b));
  const sorted = past.map((bin) => numberAt(smoothed, bin));
  const usual = medianWithout(sorted, -1) ?? overall;
  for (const bin of bins) expected[bin] = usual;
  past.forEach((bin, rank) => {
    expected[bin] = medianWithout(sorted, rank) ?? overall;
  });
}

// Median of a sorted list with the value at `skipped` left out (-1: none).
function medianWithout(sorted: readonly number[], skipped: number): number | undefined {
  const count = sorted.length - (skipped < 0 ? 0 : 1);
  if (count === 0) return undefined;
  const pick = (k: number) => numberAt(sorted, skipped >= 0 && k >= skipped ? k + 1 : k);
  const middle = count >> 1;
  return count % 2 === 1 ? pick(middle) : (pick(middle - 1) + pick(middle)) / 2;
}

function ratio({ numerator, denominator }: SeasonalSeries, from: number, to: number): number {
  let [sum, weight] = [0, 0];
  for (let bin = from; bin < to; bin++) {
    sum += numberAt(numerator, bin);
    weight += numberAt(denominator, bin);
  }
  return weight > 0 ? sum / weight : 0;
}
