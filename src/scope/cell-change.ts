import { meanDifference } from '../statistics/mean/mean-difference.ts';
import { mean } from '../statistics/mean/mean.ts';
import { mixAndRate } from '../statistics/mix/mix-and-rate.ts';
import { proportionDifference } from '../statistics/proportion/proportion-difference.ts';
import { proportion } from '../statistics/proportion/proportion.ts';
import type { Carrier, Tally } from '../symptom/carrier.ts';
import { segmentWords } from '../symptom/segment-condition.ts';
import type { Measurement } from '../symptom/symptom.ts';
import type { LatticeCell } from './lattice.ts';
import type { SegmentChange } from './scope.ts';

export type Both = { readonly before: Tally; readonly after: Tally };

/** Before, after and their difference, with its standard error; null where a window says nothing. */
export type Change = {
  readonly before: Measurement;
  readonly after: Measurement;
  readonly difference: Measurement;
  readonly standardError: number;
  readonly p: number;
};

const fewest = 8;

/** Fewer rows than this after are told with a warning. */
const smallNumber = 50;

/** The change of a carrier in some rows. */
export function changeOf(carrier: Carrier, both: Both): Change | null {
  if (both.before.n < fewest || both.after.n < fewest) return null;
  const shares = isShare(carrier, both);
  const [before, after] = [both.before, both.after].map((tally) =>
    shares ? proportion({ events: tally.sum, trials: tally.n }) : mean(tally),
  );
  const difference = shares
    ? proportionDifference({ before: asShare(both.before), after: asShare(both.after) })
    : meanDifference(both);
  if (before?.kind !== 'estimate' || after?.kind !== 'estimate') return null;
  if (difference.kind !== 'estimate') {
    // Nothing but zeros (or ones) on both sides: steady, as surely as the rows allow.
    const standardError = 1 / Math.sqrt(both.before.n) / Math.sqrt(both.after.n);
    const steady = { value: 0, low: null, high: null, n: both.before.n + both.after.n };
    return {
      before: measurement(before),
      after: measurement(after),
      difference: steady,
      standardError,
      p: 1,
    };
  }
  return {
    before: measurement(before),
    after: measurement(after),
    difference: measurement({ ...difference, n: difference.n.before + difference.n.after }),
    standardError: shares ? cautiousError(both) : difference.standardError,
    p: difference.pValue,
  };
}

// With no events on one side the plain error is 0; half an event keeps it honest.
function cautiousError({ before, after }: Both): number {
  const variance = ({ n, sum }: Tally) => {
    const rate = (sum + 0.5) / (n + 1);
    return (rate * (1 - rate)) / n;
  };
  return Math.sqrt(variance(before) + variance(after));
}

function isShare(carrier: Carrier, { before, after }: Both): boolean {
  const { kind } = carrier.quantity;
  return kind === 'share' || (kind === 'ratio' && before.sum <= before.n && after.sum <= after.n);
}

/** What is left of the whole without a part. */
export function outside(whole: Both, part: Both): Both {
  const rest = (all: Tally, some: Tally): Tally => ({
    n: Math.max(0, all.n - some.n),
    sum: all.sum - some.sum,
    sumOfSquares: Math.max(0, all.sumOfSquares - some.sumOfSquares),
  });
  return { before: rest(whole.before, part.before), after: rest(whole.after, part.after) };
}

/** How a cell is told: its change, its share of the whole change, and whether that is its rate or its mix. */
export function segmentChange(
  carrier: Carrier,
  cell: LatticeCell,
  told: { readonly whole: LatticeCell; readonly adjustedP: number | null; readonly carries: boolean },
): SegmentChange {
  const both = cell.tallies.get(carrier.id);
  const all = told.whole.tallies.get(carrier.id);
  const change = both === undefined ? null : changeOf(carrier, both);
  const total = all === undefined ? null : changeOf(carrier, all);
  const split =
    both === undefined || all === undefined
      ? null
      : mixAndRate([
          { segment: 'in', before: both.before, after: both.after },
          { segment: 'out', ...outside(all, both) },
        ]);
  const own = split?.kind === 'estimate' ? split.segments[0] : undefined;
  const few = both === undefined || both.after.n < smallNumber || both.before.n < smallNumber;
  return {
    where: cell.segment,
    before: change?.before ?? null,
    after: change?.after ?? null,
    difference: change?.difference ?? null,
    shareOfChange:
      own === undefined || total === null || total.difference.value === 0
        ? null
        : (own.rate + own.mix) / total.difference.value,
    ratePart: own?.rate ?? null,
    mixPart: own?.mix ?? null,
    shareOfTraffic: {
      before: ratio(cell.rows.before, told.whole.rows.before),
      after: ratio(cell.rows.after, told.whole.rows.after),
    },
    p: change?.p ?? null,
    adjustedP: told.adjustedP,
    carries: told.carries,
    warning: few
      ? `few rows: ${both?.before.n ?? 0} before, ${both?.after.n ?? 0} after in ${segmentWords(cell.segment)}`
      : null,
  };
}

function asShare({ n, sum }: Tally) {
  return { events: sum, trials: n };
}

function measurement(found: {
  readonly value: number;
  readonly interval: { readonly low: number; readonly high: number };
  readonly n: number;
}): Measurement {
  return { value: found.value, low: found.interval.low, high: found.interval.high, n: found.n };
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
