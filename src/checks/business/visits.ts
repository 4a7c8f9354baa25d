import type { Row } from '../../sql/aggregate.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../evidence.ts';
import { countOf, momentOf } from '../read-answers.ts';
import { compareSameTime, isUnusual } from '../compare/same-time.ts';

const HOUR = 3_600_000;

/** Demand: as many visits as on the other days at the same time? Null where there are too few days to tell. */
export function visitsFinding(context: CheckContext, rows: readonly Row[]): Finding | null {
  const name = context.model.business?.kpi.denominator ?? 'visits';
  const counted = new Map<number, number>();
  for (const row of rows) {
    const at = momentOf(row['bin']);
    if (at !== null) counted.set(at, (counted.get(at) ?? 0) + countOf(row['d']));
  }
  const same = compareSameTime(counted, context, HOUR);
  if (same === null) return null;
  const floor = context.thresholds['visits'] ?? 0.15;
  return {
    subject: { kind: 'metric', name: 'volume' },
    measure: name,
    unit: 'ratio',
    before: same.usual,
    after: same.found,
    effect: Number.isFinite(same.ratio) ? same.ratio : null,
    low: same.low,
    high: Number.isFinite(same.high) ? same.high : null,
    nBefore: same.days,
    nAfter: same.found,
    test: 'robust z over days, and Poisson rates against the nearest day',
    p: same.p,
    adjustedP: same.p,
    threshold: floor,
    shifted: isUnusual(same, floor, same.p, context.thresholds['alpha'] ?? 0.01),
    detail: { direction: same.ratio < 1 ? 'down' : 'up', least: same.least, most: same.most, z: same.z },
    sentence: `${name} ${same.found.toFixed(0)} where ${same.usual.toFixed(0)} are usual at that time of day (${same.least.toFixed(0)} to ${same.most.toFixed(0)} on ${same.days} days)`,
  };
}
