import { INTERVAL_DROP } from '../statistics/onset/candidate.ts';
import { ratiosOf } from '../statistics/onset/binned-series.ts';
import type { OnsetSearch } from './find-onset.ts';
import type { Series } from './series.ts';
import type { Onset } from './symptom.ts';

/** Onsets earlier than this before the alert are not looked for here: the evidence is too thin to be held against so many moments. */
const longestLeadHours = 4;
/** Noise of real traffic over that of independent rows. */
const usualInflation = 1.3;
/** Gain (twice a log likelihood ratio) beyond what trying so many moments costs. */
const beyondChance = 8;

/**
 * The onset from the metric's own parts taken together, where no single one of them stands out: the label rates of low, middle and
 * high scores, the shares of a column's values. Their gains of one step to a new level, against the level of the history, add up,
 * because they count different rows. Null when even the sum stays within chance.
 */
export function ownOnset(series: readonly Series[], search: OnsetSearch): Onset | null {
  const { bins, searchFrom, alertedAt } = search;
  const length = bins.seconds * 1000;
  const position = (at: Date) => Math.round((at.getTime() - bins.from.getTime()) / length);
  const history = position(searchFrom);
  const last = Math.floor((alertedAt.getTime() - bins.from.getTime()) / length);
  const first = Math.max(history, last - Math.round((longestLeadHours * 3_600_000) / length));
  const families = disjoint(series.filter((one) => search.own(one)));
  let best: { readonly gains: Float64Array; readonly at: number; readonly parts: number } | null = null;
  for (const family of families) {
    const gains = new Float64Array(last - first + 1);
    for (const one of family) {
      const own = stepGains(one, { history, first, last });
      own.forEach((gain, k) => {
        gains[k] = (gains[k] ?? 0) + gain;
      });
    }
    const at = gains.indexOf(Math.max(...gains));
    if (best === null || (gains[at] ?? 0) - family.length > (best.gains[best.at] ?? 0) - best.parts) {
      best = { gains, at, parts: family.length };
    }
  }
  if (best === null) return null;
  const { gains, at, parts } = best;
  const top = gains[at] ?? 0;
  if (top < 2 * Math.log(gains.length) + beyondChance + 2 * parts) return null;
  let [low, high] = [at, at];
  gains.forEach((gain, k) => {
    if (gain >= top - INTERVAL_DROP) [low, high] = [Math.min(low, k), Math.max(high, k)];
  });
  const moment = (k: number) => new Date(bins.from.getTime() + (first + k) * length);
  return {
    at: moment(at),
    from: moment(low),
    to: moment(high + 1),
    shape: 'step',
    method: `likelihood ratio of one step, summed over ${parts} parts of the metric`,
  };
}

/** Parts that count different rows: strata of labels on one clock, values of one column. Totals and means of the same rows stay out. */
function disjoint(series: readonly Series[]): readonly (readonly Series[])[] {
  const families = new Map<string, Series[]>();
  for (const one of series) {
    if (one.series.kind !== 'rates' || one.carrier.id.startsWith('label:all')) continue;
    const family = families.get(one.carrier.source) ?? [];
    family.push(one);
    families.set(one.carrier.source, family);
  }
  return [...families.values()];
}

function stepGains(
  { series }: Series,
  span: { readonly history: number; readonly first: number; readonly last: number },
): Float64Array {
  const { numerator, denominator } = ratiosOf(series);
  let [events, trials] = [0, 0];
  for (let bin = 0; bin < span.history; bin++) {
    events += numerator[bin] ?? 0;
    trials += denominator[bin] ?? 0;
  }
  const usual = (events + 0.5) / (trials + 1);
  const gains = new Float64Array(span.last - span.first + 1);
  let [seen, rows] = [0, 0];
  for (let bin = numerator.length - 1; bin >= span.first; bin--) {
    seen += numerator[bin] ?? 0;
    rows += denominator[bin] ?? 0;
    if (bin <= span.last) gains[bin - span.first] = deviance(seen, rows, usual) / usualInflation;
  }
  return gains;
}

/** Twice the log likelihood ratio of events among trials having their own rate over having the usual one. */
function deviance(events: number, trials: number, usual: number): number {
  const part = (seen: number, expected: number) => (seen > 0 ? seen * Math.log(seen / expected) : 0);
  return 2 * (part(events, trials * usual) + part(trials - events, trials * (1 - usual)));
}
