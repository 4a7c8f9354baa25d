import { seasonalBaseline, type Season, type SeasonalBaseline } from '../dependence/seasonal-baseline.ts';
import { unanswerable, type Unanswerable } from '../estimate.ts';
import { numberAt } from '../number-at.ts';
import { total } from '../plausible.ts';
import { addedUp, ratiosOf, type OnsetQuestion } from './binned-series.ts';
import { bestBump } from './bump-search.ts';
import { evidenceOf } from './evidence.ts';
import { inflationOfHistory, inflationWithout } from './noise.ts';
import { rowVariance } from './row-variance.ts';
import { searchedBins, type SearchedBins } from './searched-bins.ts';
import { smoothingHalfWidth } from './smoothing-width.ts';
import { bestStep } from './step-search.ts';

/** The bins to search, with what the season expects of them and how noisy they are. */
export type PreparedSearch = {
  readonly kind: 'prepared';
  readonly bins: SearchedBins;
  readonly season: Season;
};

/** Fewer bins with rows than this cannot show a change. */
const FEWEST_BINS = 12;

/** Season and noise from the history; without enough of it, no season, and the noise of the searched bins about their own best change. */
export function prepareSearch(question: OnsetQuestion): PreparedSearch | Unanswerable {
  const { series, calendar, searchFrom } = question;
  const ratios = ratiosOf(series);
  const historyBins = Math.min(searchFrom, ratios.numerator.length);
  const { season, expected } = usualLevels(question, historyBins);
  const variance = rowVariance(series, expected, {
    from: 0,
    to: historyBins > 0 ? historyBins : expected.length,
  });
  const quiet = { bins: historyBins, binsPerDay: calendar.binsPerDay, expected, variance };
  const inflation = inflationOfHistory(ratios, quiet);
  const found = { kind: series.kind, searchFrom, expected, rowVariance: variance.ofBin };
  const bins = searchedBins(ratios, { ...found, inflation: inflation ?? 1 });
  if (bins.level.length < FEWEST_BINS) return unanswerable('too few bins');
  if (bins.level.every((level) => level === bins.level[0])) return unanswerable('no variation');
  if (inflation !== undefined) return { kind: 'prepared', bins, season };
  const provisional = searchedBins(ratios, {
    ...found,
    inflation: variance.known ? 1 : scaleOfNeighbours(bins),
  });
  const evidence = evidenceOf(provisional);
  const [step, bump] = [bestStep(evidence), bestBump(evidence)];
  const own = inflationWithout(bump.gain > step.gain ? bump : step, provisional, variance.known);
  if (own === undefined) return unanswerable('too few bins');
  return { kind: 'prepared', bins: searchedBins(ratios, { ...found, inflation: own }), season };
}

// Neighbouring bins differ by noise alone, wherever the level is: half their mean squared difference, outliers aside.
function scaleOfNeighbours({ level, rows }: SearchedBins): number {
  const squares = Float64Array.from({ length: level.length - 1 }, (_, k) => {
    const difference = numberAt(level, k + 1) - numberAt(level, k);
    return difference ** 2 / (1 / numberAt(rows, k) + 1 / numberAt(rows, k + 1));
  }).sort();
  const kept = squares.subarray(0, Math.ceil(squares.length * 0.9));
  return total(kept) / kept.length || total(squares) / squares.length;
}

// What a usual day shows; one level for all times where the history is too short or the events too rare to tell times apart.
function usualLevels({ series, calendar }: OnsetQuestion, historyBins: number): SeasonalBaseline {
  const ratios = ratiosOf(series);
  const halfWidth = smoothingHalfWidth({ series, calendar, historyBins });
  if (halfWidth !== undefined) return seasonalBaseline({ ...ratios, calendar, historyBins }, halfWidth);
  const bins = historyBins > 0 ? historyBins : ratios.numerator.length;
  const { sum, rows } = addedUp(ratios, bins);
  const level = rows > 0 ? sum / rows : 0;
  return { season: 'none', expected: new Float64Array(ratios.numerator.length).fill(level) };
}
