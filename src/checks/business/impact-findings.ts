import type { Cell, Row } from '../../sql/aggregate.ts';
import type { Moments } from '../../statistics/mean/moments.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../evidence.ts';
import { countOf } from '../read-answers.ts';
import { compareSameHours, type SameHours } from './same-hours.ts';

/** One value of a segment dimension. */
export type Part = {
  readonly dimension: string;
  readonly value: Cell;
  readonly compared: SameHours;
  readonly rows: readonly Row[];
};

/** The KPI of all traffic, or of one part of it: what was lost there, and its share of the whole loss. */
export function kpiFinding(known: {
  readonly context: CheckContext;
  readonly compared: SameHours;
  readonly adjustedP: number;
  readonly part: Part | null;
  readonly alpha: number;
  readonly whole: SameHours;
}): Finding {
  const { context, compared, adjustedP, part, alpha, whole } = known;
  const kpi = context.model.business?.kpi;
  const floor = (context.thresholds['floor'] ?? 0.03) * Math.abs(compared.before);
  const lost = -compared.effect * compared.nAfter;
  const wholeLost = -whole.effect * whole.nAfter;
  const segment = part === null ? '' : ` for ${part.dimension}=${String(part.value)}`;
  const value = part?.value instanceof Date ? part.value.toISOString() : (part?.value ?? null);
  const reach = ((compared.high - compared.low) / 2) * compared.nAfter;
  const loss = `${lost >= 0 ? 'lost' : 'gained'} ${Math.abs(lost).toFixed(0)} ± ${reach.toFixed(0)} ${kpi?.numerator ?? ''}`;
  return {
    subject: part === null ? { kind: 'metric', name: 'kpi' } : { kind: 'segment', name: part.dimension },
    ...(part === null ? {} : { where: { [part.dimension]: value } }),
    measure: kpi?.name ?? 'kpi',
    unit: 'share',
    ...numbersOf(compared),
    adjustedP,
    threshold: floor,
    shifted:
      adjustedP <= (part === null ? alpha : (context.thresholds['segmentAlpha'] ?? 0.001)) &&
      Math.abs(compared.effect) >= floor,
    detail: {
      ...lossOf(compared),
      expected: compared.expected,
      found: compared.found,
      shareOfLoss: wholeLost === 0 ? null : lost / wholeLost,
    },
    sentence: `${kpi?.name ?? 'KPI'}${segment} ${share(compared.before)} → ${share(compared.after)}, same hours of the day: ${loss}`,
  };
}

/** Value per visit, and with it what the visits of the incident would have brought. */
export function moneyFinding(context: CheckContext, rows: readonly Row[], alpha: number): Finding | null {
  const name = context.model.business?.value;
  const compared = name === undefined ? null : compareSameHours(rows, 'mean', valueMoments);
  if (name === undefined || compared === null) return null;
  const floor = (context.thresholds['floor'] ?? 0.03) * Math.abs(compared.before);
  const lost = -compared.effect * compared.nAfter;
  const reach = ((compared.high - compared.low) / 2) * compared.nAfter;
  return {
    subject: { kind: 'metric', name },
    measure: `${name} by ${context.model.business?.kpi.denominator ?? 'visit'}`,
    unit: 'value',
    ...numbersOf(compared),
    adjustedP: compared.p,
    threshold: floor,
    shifted: compared.p <= alpha && Math.abs(compared.effect) >= floor,
    detail: {
      ...lossOf(compared),
    },
    sentence: `${name} ${lost >= 0 ? 'lost' : 'gained'}: ${Math.abs(lost).toFixed(0)} ± ${reach.toFixed(0)}`,
  };
}

const share = (value: number): string =>
  value <= 1 ? `${(value * 100).toFixed(value < 0.1 ? 2 : 1)} %` : value.toPrecision(3);

/** Money by visit: the squares of what was added up by row are a compound Poisson's variance. */
function valueMoments(row: Row): Moments {
  return { n: countOf(row['d']), sum: countOf(row['v']), sumOfSquares: countOf(row['v2']) };
}

const numbersOf = ({ before, after, effect, low, high, nBefore, nAfter, test, p }: SameHours) => ({
  before,
  after,
  effect,
  low,
  high,
  nBefore,
  nAfter,
  test,
  p,
});

/** What the visits of the incident did not bring, with its interval. */
const lossOf = ({ effect, low, high, nAfter }: SameHours) => ({
  direction: effect < 0 ? 'down' : 'up',
  lost: -effect * nAfter,
  lostLow: -high * nAfter,
  lostHigh: -low * nAfter,
});
