import type { Evidence, Finding } from '../checks/evidence.ts';
import { conclusive } from './view.ts';

/** Of so many rows without an event, this divided by their number bounds its share at 95 % (the rule of three). */
const RULE_OF_THREE = 3;
/** The largest a fault gets, by the unit of the effect: all requests, another distribution altogether, an AUC of a coin's. */
const LARGEST: Readonly<Record<string, number>> = { share: 1, psi: 1, score: 0.5 };
/** A fault in fewer than one request in twenty hardly makes an alert fire. */
const LEAST_SHARE = 0.05;
/** Demand that is four times, or a quarter of, what is usual. */
const LARGEST_RATIO = 4;

/**
 * How much it means that this did not shift: of the sizes that a fault may have, from the least that is worth a word to all requests and
 * each magnitude alike, the share that lies above what the interval still allows. 1 where every fault would have been seen, 0 where none.
 * Effects that are not counted in requests are taken as seen.
 */
export function powerOf(finding: Finding): number {
  const { threshold, unit, low, high } = finding;
  if (threshold === null || threshold <= 0) return 1;
  if (unit === 'ratio') {
    const reach = low === null || high === null || low <= 0 ? Infinity : Math.log(Math.max(1 / low, high));
    return seenAbove(reach, { least: Math.log(1 + threshold), largest: Math.log(LARGEST_RATIO) });
  }
  const largest = LARGEST[unit];
  const least = unit === 'share' ? Math.max(threshold, LEAST_SHARE) : threshold;
  return largest === undefined || least >= largest ? 1 : seenAbove(reachOf(finding), { least, largest });
}

/** The same for something that never comes: nothing but the number of rows says how rare it may still be. */
export function powerOverRows({ nAfter }: Finding): number {
  return seenAbove(RULE_OF_THREE / nAfter, { least: LEAST_SHARE, largest: 1 });
}

/**
 * How much a check's silence means; 0 where it could not say. A subject is seen by the measure that shows it best, and which of them
 * is to blame is not known.
 */
export function powerOfCheck(evidence: Evidence | null): number {
  if (!conclusive(evidence)) return 0;
  const best = new Map<string, number>();
  for (const finding of evidence.verdict.findings.filter(({ shifted }) => !shifted)) {
    const name = `${finding.subject.kind} ${finding.subject.name}`;
    best.set(name, Math.max(best.get(name) ?? 0, powerOf(finding)));
  }
  const powers = [...best.values()];
  return powers.length === 0 ? 1 : powers.reduce((sum, one) => sum + one, 0) / powers.length;
}

/** The largest effect that the data still allow. */
function reachOf({ low, high, nAfter }: Finding): number {
  if (low !== null && high !== null) return Math.max(Math.abs(low), Math.abs(high));
  return nAfter > 0 ? RULE_OF_THREE / nAfter : Infinity;
}

function seenAbove(reach: number, { least, largest }: { readonly least: number; readonly largest: number }) {
  const hidden = Math.log(reach / least) / Math.log(largest / least);
  return 1 - Math.min(1, Math.max(0, hidden));
}
