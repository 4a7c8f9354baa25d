import type { Segment } from '../alert/alert.ts';
import type { Inquiry } from '../checks/inquiry.ts';
import type { ModelConfig } from '../config/schema.ts';
import { benjaminiHochberg } from '../statistics/multiplicity/benjamini-hochberg.ts';
import { mixAndRate } from '../statistics/mix/mix-and-rate.ts';
import type { Carrier, Tally } from '../symptom/carrier.ts';
import { segmentWords } from '../symptom/segment-condition.ts';
import type { Windows } from '../time/window.ts';
import { changeOf, outside, segmentChange, type Both, type Change } from './cell-change.ts';
import {
  latticeQuestion,
  readLattice,
  singlesAndPairs,
  type Lattice,
  type LatticeCell,
  type LatticeQuestion,
  type Traffic,
} from './lattice.ts';
import type { SegmentChange } from './scope.ts';

/** Who carries a carrier's change. `mix`: the segments' rates are what they were, their share of the traffic is not. */
export type SegmentSearch =
  | {
      readonly answer: 'segments';
      readonly because: 'rate' | 'mix';
      readonly segments: readonly SegmentChange[];
      readonly whole: Change;
    }
  | { readonly answer: 'all-alike'; readonly whole: Change }
  | { readonly answer: 'inconclusive'; readonly reason: string };

/** A cell with fewer rows after the onset is not looked at. */
const fewestRows = 8;
/** Beyond what looking at so many cells costs (2 ln n), as the square of a z. */
const beyondChance = 10;
/** Means of skewed values (losses) need more rows than shares before a z means much. */
const fewestForMean = 60;
/** A segment that brings less than this of the whole change does not carry it. */
const leastShare = 0.2;
/** A pair must say this much more than the better of its two dimensions alone. */
const pairMustAdd = 10;
/** Once what remains has moved by less than this share of the named segments' own move, they carry the change. */
const explained = 0.2;
/** A sibling value that moved at least by this share of the strongest is named with it. */
const alike = 0.5;
const mostRounds = 5;
/** A mix shift explains the change when its part is at least this. */
const mostlyMix = 0.6;
/** A value this rare before is new; how its rate was cannot be said. */
const newValue = 0.01;

/**
 * Finds the segments that carry a carrier's change over single dimensions and pairs, all declared before looking. Each round names the
 * cell whose change differs most from everybody else's, and siblings alike, then looks at the traffic without them. They are
 * the answer when the rest did not move; when the rest still moves and no cell stands out, all traffic is alike.
 */
export function* searchSegments(
  model: ModelConfig,
  carrier: Carrier,
  on: { readonly traffic: Traffic; readonly windows: Windows },
): Inquiry<SegmentSearch> {
  const named: LatticeCell[] = [];
  let whole: LatticeCell | undefined;
  let total: Change | null = null;
  let strongest = 0;
  let adjusted = new Map<string, number>();
  for (let round = 0; round < mostRounds; round++) {
    const question: LatticeQuestion = {
      traffic: on.traffic,
      carriers: [carrier],
      before: on.windows.baseline,
      after: on.windows.incident,
      by: singlesAndPairs(on.traffic.dimensions),
      without: named.map(({ segment }) => segment),
    };
    const lattice = readLattice(yield { lattice: latticeQuestion(question) }, 'lattice', question);
    if ('reason' in lattice) {
      if (round > 0) break;
      return { answer: 'inconclusive', reason: lattice.reason };
    }
    const both = lattice.whole.tallies.get(carrier.id);
    const change = both === undefined ? null : changeOf(carrier, both);
    if (both === undefined || change === null) {
      if (round > 0) break;
      return { answer: 'inconclusive', reason: 'too few rows in one of the windows' };
    }
    const penalty = 2 * Math.log(Math.max(2, lattice.cells.length));
    if (round === 0) {
      whole = lattice.whole;
      total = change;
      adjusted = adjustedP(carrier, lattice);
      const mixed = mixShift(carrier, lattice, model);
      if (mixed.length > 0) {
        const segments = mixed.map((cell) =>
          segmentChange(carrier, cell, { whole: lattice.whole, adjustedP: null, carries: true }),
        );
        return { answer: 'segments', because: 'mix', segments, whole: change };
      }
    } else {
      const remaining = change.difference.value / strongest;
      const surely = (change.difference.value / change.standardError) ** 2 > beyondChance;
      if (remaining < explained || !surely) break;
    }
    const found = standsOut(carrier, lattice, { model, threshold: penalty + beyondChance });
    if (found.length === 0) {
      // The rest moved as well, and nobody in particular.
      return { answer: 'all-alike', whole: total ?? change };
    }
    if (round === 0) strongest = found[0]?.difference ?? 0;
    named.push(...found.map(({ cell }) => cell));
  }
  if (whole === undefined || total === null || named.length === 0) {
    return { answer: 'inconclusive', reason: 'nothing was measured' };
  }
  if (coversAll(named, whole)) return { answer: 'all-alike', whole: total };
  const frame = whole;
  return {
    answer: 'segments',
    because: 'rate',
    whole: total,
    segments: named.map((cell) =>
      segmentChange(carrier, cell, {
        whole: frame,
        adjustedP: adjusted.get(segmentWords(cell.segment)) ?? null,
        carries: true,
      }),
    ),
  };
}

type Standing = {
  readonly cell: LatticeCell;
  readonly gain: number;
  readonly difference: number;
  readonly dimensions: readonly string[];
};

/** The cell whose change differs most from the rest's, and its siblings that changed alike; empty when none does. */
function standsOut(
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

/** The values whose share of the traffic grew and so made the change, while rates inside stayed; empty when it is not the mix. */
function mixShift(carrier: Carrier, lattice: Lattice, model: ModelConfig): readonly LatticeCell[] {
  const dimensions = new Set(
    lattice.cells
      .map(({ segment }) => Object.keys(segment))
      .filter((names) => names.length === 1)
      .flat(),
  );
  let best: { readonly part: number; readonly cells: readonly LatticeCell[] } | null = null;
  for (const name of dimensions) {
    const cells = lattice.cells.filter(({ segment }) => Object.keys(segment).join() === name);
    const shares = (cell: LatticeCell, window: 'before' | 'after') =>
      cell.rows[window] / Math.max(1, lattice.whole.rows[window]);
    const replaced = cells.some(
      (cell) => shares(cell, 'before') < newValue && shares(cell, 'after') > newValue,
    );
    if (replaced && isVersion(model, name)) continue;
    const split = mixAndRate(
      cells.flatMap((cell) => {
        const both = cell.tallies.get(carrier.id);
        return both === undefined ? [] : [{ segment: segmentWords(cell.segment), ...both }];
      }),
    );
    if (split.kind !== 'estimate' || split.value === 0) continue;
    const part = split.mix / split.value;
    const clear = split.interval.low > 0 || split.interval.high < 0;
    if (!clear || part < mostlyMix || part > 2) continue;
    const grown = cells.filter((cell) => shares(cell, 'after') - shares(cell, 'before') > 0.05);
    if (grown.length > 0 && (best === null || part > best.part)) best = { part, cells: grown };
  }
  return best?.cells ?? [];
}

function adjustedP(carrier: Carrier, lattice: Lattice): Map<string, number> {
  const tested = lattice.cells.flatMap((cell) => {
    const both: { readonly before: Tally; readonly after: Tally } | undefined = cell.tallies.get(carrier.id);
    const change = both === undefined ? null : changeOf(carrier, both);
    return change === null ? [] : [{ words: segmentWords(cell.segment), p: change.p }];
  });
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p));
  return new Map(tested.map(({ words }, i) => [words, adjusted[i] ?? 1]));
}

function strongestOf(standing: readonly Standing[]): Standing | undefined {
  return standing.toSorted((a, b) => b.gain - a.gain)[0];
}

function isParent(single: Segment, pair: Segment): boolean {
  return Object.entries(single).every(([name, value]) => pair[name] === value);
}

function isVersion(model: ModelConfig, name: string): boolean {
  return name === model.predictions.version || name === model.requests?.version;
}

// Named one by one, the segments may come to be everybody.
function coversAll(named: readonly LatticeCell[], whole: LatticeCell): boolean {
  const rows = named.reduce((sum, cell) => sum + cell.rows.after, 0);
  return rows >= 0.95 * whole.rows.after;
}
