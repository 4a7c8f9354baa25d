import type { CheckContext } from '../checks/check.ts';
import type { Inquiry } from '../checks/inquiry.ts';
import { populationStability } from '../statistics/drift/population-stability.ts';
import { proportionDifference } from '../statistics/proportion/proportion-difference.ts';
import { proportion } from '../statistics/proportion/proportion.ts';
import type { Carrier } from '../symptom/carrier.ts';
import { segmentWords } from '../symptom/segment-condition.ts';
import { latticeQuestion, readLattice, type LatticeCell, type Traffic } from './lattice.ts';
import type { Scope, SegmentChange } from './scope.ts';

/** A value whose share moved by less than this is not named. */
const floor = 0.03;
const replaced = 0.95;
/** A value that makes up this part of the whole movement of shares is named. */
const worthNaming = 0.25;

/**
 * When who comes has changed: the values of that dimension whose share of the traffic moved most. Growing values are named where
 * they make up the movement; where many grew a little because one went away, the one that went. Null when the shares stood still.
 */
export function* grownValues(
  context: CheckContext,
  carrier: Carrier,
  traffic: Traffic,
): Inquiry<Scope | null> {
  const dimension =
    carrier.subject.kind === 'version' ? context.model.predictions.version : carrier.subject.name;
  if (dimension === undefined || !traffic.dimensions.includes(dimension)) return null;
  const question = {
    traffic,
    carriers: [],
    before: context.windows.baseline,
    after: context.windows.incident,
    by: [[dimension]],
  };
  const lattice = readLattice(yield { lattice: latticeQuestion(question) }, 'lattice', question);
  if ('reason' in lattice) return null;
  const { whole, cells } = lattice;
  const psi = populationStability({
    before: cells.map(({ rows }) => rows.before),
    after: cells.map(({ rows }) => rows.after),
  });
  const moved = (cell: LatticeCell) =>
    cell.rows.after / Math.max(1, whole.rows.after) - cell.rows.before / Math.max(1, whole.rows.before);
  const named = (sign: 1 | -1) => {
    const sum = cells.reduce((total, cell) => total + Math.max(0, sign * moved(cell)), 0);
    return cells.filter((cell) => sign * moved(cell) >= Math.max(floor, worthNaming * sum));
  };
  const [grown, shrunk] = [named(1), named(-1)];
  const carrying = grown.length > 0 ? grown : shrunk;
  if (carrying.length === 0) return null;
  const rowsAfter = carrying.reduce((sum, { rows }) => sum + rows.after, 0);
  // A value that replaced all others names everybody, and so nobody.
  if (rowsAfter >= replaced * whole.rows.after) return null;
  const rows = cells
    .toSorted((a, b) => Math.abs(moved(b)) - Math.abs(moved(a)))
    .map((cell) => shareChange(cell, whole, carrying.includes(cell)));
  const segments = rows.filter(({ carries }) => carries);
  const value = psi.kind === 'estimate' ? `, PSI ${psi.value.toFixed(2)}` : '';
  const say = ({ where, shareOfTraffic }: SegmentChange) =>
    `${segmentWords(where)} ${(100 * shareOfTraffic.before).toFixed(1)} % → ${(100 * shareOfTraffic.after).toFixed(1)} %`;
  return {
    answer: 'segments',
    metric: `share of ${dimension}`,
    unit: 'share',
    dimensions: [dimension],
    segments,
    rows,
    warnings: [],
    windows: context.windows,
    sentence: `The mix of ${dimension} moved: ${segments.map(say).join(', ')} of traffic${value}.`,
  };
}

function shareChange(cell: LatticeCell, whole: LatticeCell, carries: boolean): SegmentChange {
  const pair = {
    before: { events: cell.rows.before, trials: whole.rows.before },
    after: { events: cell.rows.after, trials: whole.rows.after },
  };
  const [before, after] = [proportion(pair.before), proportion(pair.after)];
  const difference = proportionDifference(pair);
  const measured = (found: typeof before) =>
    found.kind === 'estimate'
      ? { value: found.value, low: found.interval.low, high: found.interval.high, n: found.n }
      : null;
  return {
    where: cell.segment,
    before: measured(before),
    after: measured(after),
    difference:
      difference.kind === 'estimate'
        ? {
            value: difference.value,
            low: difference.interval.low,
            high: difference.interval.high,
            n: difference.n.before + difference.n.after,
          }
        : null,
    shareOfChange: null,
    ratePart: null,
    mixPart: difference.kind === 'estimate' ? difference.value : null,
    shareOfTraffic: {
      before: cell.rows.before / Math.max(1, whole.rows.before),
      after: cell.rows.after / Math.max(1, whole.rows.after),
    },
    p: difference.kind === 'estimate' ? difference.pValue : null,
    adjustedP: null,
    carries,
    warning: null,
  };
}
