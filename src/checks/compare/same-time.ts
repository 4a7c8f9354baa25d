import { rateRatio } from '../../statistics/volume/rate-ratio.ts';
import { robustZ } from '../../statistics/volume/robust-z.ts';
import type { CheckContext } from '../check.ts';

const DAY = 86_400_000;

/**
 * Counts by the full hours (or other bins) in which they fell; bins in milliseconds since the epoch. A bin that is not there
 * had none; NaN says that nobody counted, and a stretch of the day with such a bin is not compared.
 */
export type Counted = ReadonlyMap<number, number>;

export type SameTime = {
  readonly found: number;
  /** Median of the same stretch of the day on the days of the baseline. */
  readonly usual: number;
  readonly least: number;
  readonly most: number;
  readonly days: number;
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly z: number | null;
  /** The larger of two: that the count is a Poisson draw like the nearest day's, and that it is a day like the others. */
  readonly p: number;
};

/**
 * The full bins of the incident, at most the last day of them, against the same stretch on every day of the baseline that has it whole. A live
 * system varies from day to day by more than Poisson counts do, so both are asked: is it beyond the nearest day by chance, and is it a day
 * like the others (robust z)? Null with fewer than four such days, or when nothing was counted on them.
 */
export function compareSameTime(
  counted: Counted,
  context: CheckContext,
  binMilliseconds: number,
): SameTime | null {
  const { baseline, incident } = context.windows;
  const last = Math.floor(incident.to.getTime() / binMilliseconds) * binMilliseconds;
  const earliest = Math.max(incident.from.getTime(), last - DAY);
  const first = Math.ceil(earliest / binMilliseconds) * binMilliseconds;
  if (last <= first) return null;
  const total = (from: number, to: number): number => {
    let sum = 0;
    for (let at = from; at < to; at += binMilliseconds) sum += counted.get(at) ?? 0;
    return sum;
  };
  const history: number[] = [];
  const earliestCounted = Math.max(baseline.from.getTime(), Math.min(...counted.keys()));
  for (let shift = DAY; first - shift >= earliestCounted; shift += DAY) {
    if (last - shift > baseline.to.getTime()) continue;
    const day = total(first - shift, last - shift);
    if (!Number.isNaN(day)) history.push(day);
  }
  const found = total(first, last);
  if (Number.isNaN(found) || history.length < 4 || history.every((day) => day === 0)) return null;
  const sorted = history.toSorted((a, b) => a - b);
  const [least, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const usual = ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
  const nearest = found > most ? most : found < least ? least : found;
  const against = rateRatio({
    before: { events: Math.max(nearest, 1), exposure: 1 },
    after: { events: found, exposure: 1 },
  });
  const whole = rateRatio({
    before: { events: sorted.reduce((sum, day) => sum + day, 0), exposure: sorted.length },
    after: { events: found, exposure: 1 },
  });
  const z = robustZ(found, history);
  return {
    found,
    usual,
    least,
    most,
    days: history.length,
    ratio: usual > 0 ? found / usual : Infinity,
    low: whole.kind === 'estimate' ? whole.interval.low : 0,
    high: whole.kind === 'estimate' ? whole.interval.high : Infinity,
    z: z.kind === 'estimate' ? z.value : null,
    p:
      nearest === found || against.kind === 'unanswerable'
        ? 1
        : Math.max(against.pValue, z.kind === 'estimate' ? z.pValue : 0),
  };
}

/** Beyond every day of the baseline by `floor` of itself, and beyond chance. */
export function isUnusual(same: SameTime, floor: number, p: number, alpha: number): boolean {
  return p <= alpha && (same.found > same.most * (1 + floor) || same.found < same.least * (1 - floor));
}
