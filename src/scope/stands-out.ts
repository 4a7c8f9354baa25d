import type { Segment } from '../alert/alert.ts';
import type { ModelConfig } from '../config/schema.ts';
import type { Carrier } from '../symptom/carrier.ts';
import { changeOf, outside, type Both } from './cell-change.ts';
import type { Lattice, LatticeCell } from './lattice.ts';
import { isVersion } from './is-version.ts';

/** A cell with fewer rows after the onset is not looked at. */
const fewestRows = 8;
/** Means of skewed values (losses) need more rows than shares before a z means much. */
const fewestForMean = 60;
/** A segment that brings less than this of the whole change does not carry it. */
const leastShare = 0.2;
/** A pair must say this much more than the better of its two dimensions alone. */
const pairMustAdd = 10;
/** A sibling value that moved at least by this share of the strongest is named with it. */
const alike = 0.5;

/** A cell that differs from the rest: `gain` is the square of a z, `difference` its own change. */
export type Standing = {
  readonly cell: LatticeCell;
  readonly gain: number;
  readonly difference: number;
  readonly dimensions: readonly string[];
};

/** The cell whose change differs most from the rest's, and its siblings that changed alike; empty when none does. */
export function standsOut(
  carrier: Carrier,
  lattice: Lattice,
  { model, threshold }: { readonly model: ModelConfig; readonly threshold: number },
): readonly Standing[] {
  const all = lattice.whole.tallies.get(carrier.id);
  if (all === undefined) return [];
  const standing = lattice.cells.flatMap((cell) => {
    const found = standingOf(carrier, cell, { all, model });
    return found === null ? [] : [found];
  });
  const singles = standing.filter(({ dimensions }) => dimensions.length === 1);
  const pairs = standing.filter(({ dimensions }) => dimensions.length > 1);
  const best = strongestOf(singles);
  const pair = strongestOf(pairs);
  const parent =
    pair === undefined
      ? 0
      : Math.max(
          0,
          ...singles.filter((one) => isParent(one.cell.segment, pair.cell.segment)).map(({ gain }) => gain),
        );
  const winner =
    pair !== undefined && pair.gain > (best?.gain ?? 0) && pair.gain > parent + pairMustAdd ? pair : best;
  if (winner === undefined || winner.gain < threshold) return [];
  const siblings = standing.filter(
    (one) =>
      one !== winner &&
      winner.dimensions.length === 1 &&
      one.dimensions.join() === winner.dimensions.join() &&
      one.gain >= threshold &&
      one.difference / winner.difference >= alike,
  );
  return [winner, ...siblings];
}

function standingOf(
  carrier: Carrier,
  cell: LatticeCell,
  { all, model }: { readonly all: Both; readonly model: ModelConfig },
): Standing | null {
  const own = cell.tallies.get(carrier.id);
  const least = carrier.quantity.kind === 'mean' ? fewestForMean : fewestRows;
  if (own === undefined || own.after.n < least) return null;
  const dimensions = Object.keys(cell.segment);
  const fresh = own.before.n < fewestRows;
  // A version never seen before is held against what all traffic was like before it came.
  if (fresh && !dimensions.some((name) => isVersion(model, name))) return null;
  const inside = changeOf(carrier, fresh ? { before: all.before, after: own.after } : own);
  const rest = outside(all, own);
  const others = changeOf(carrier, fresh ? { before: all.before, after: rest.after } : rest);
  if (inside === null || others === null) return null;
  const apart = inside.difference.value - others.difference.value;
  if (Math.abs(inside.difference.value) <= Math.abs(others.difference.value)) return null;
  const total = changeOf(carrier, all)?.difference.value ?? 0;
  const share = (inside.difference.value * own.after.n) / (total * all.after.n);
  if (!(share >= leastShare)) return null;
  const gain = apart ** 2 / (inside.standardError ** 2 + others.standardError ** 2);
  return { cell, gain, difference: inside.difference.value, dimensions };
}

function strongestOf(standing: readonly Standing[]): Standing | undefined {
  return standing.toSorted((a, b) => b.gain - a.gain)[0];
}

function isParent(single: Segment, pair: Segment): boolean {
  return Object.entries(single).every(([name, value]) => pair[name] === value);
}
