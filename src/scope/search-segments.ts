import type { Inquiry } from '../checks/inquiry.ts';
import type { ModelConfig } from '../config/schema.ts';
import { benjaminiHochberg } from '../statistics/multiplicity/benjamini-hochberg.ts';
import type { Carrier } from '../symptom/carrier.ts';
import { segmentWords } from '../symptom/segment-condition.ts';
import type { Windows } from '../time/window.ts';
import { changeOf, segmentChange, type Change } from './cell-change.ts';
import {
  latticeQuestion,
  readLattice,
  singlesAndPairs,
  type Lattice,
  type LatticeCell,
  type LatticeQuestion,
  type Traffic,
} from './lattice.ts';
import { mixSegments } from './mix-segments.ts';
import type { SegmentChange } from './scope.ts';
import { standsOut } from './stands-out.ts';
import { latticeWithout, takeAway } from './take-away.ts';

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

/** Beyond what looking at so many cells costs (2 ln n), as the square of a z. */
const beyondChance = 10;
/** Once what remains has moved by less than this share of the named segments' own move, they carry the change. */
const explained = 0.2;
const mostRounds = 5;

/**
 * Finds the segments that carry a carrier's change over single dimensions and pairs, all declared before looking. Each round names the
 * cell whose change differs most from everybody else's, and siblings alike, then looks at the traffic without them. They are
 * the answer when the rest did not move; when the rest still moves and no cell stands out, all traffic is alike.
 *
 * How the rest moved is known by subtraction. Only when it still moves, the named segments are counted by themselves, and
 * taken out of every cell: a fault of one segment costs one scan, and a further round reads the rows of the last one's alone.
 */
export function* searchSegments(
  model: ModelConfig,
  carrier: Carrier,
  on: { readonly traffic: Traffic; readonly windows: Windows },
): Inquiry<SegmentSearch> {
  const question: LatticeQuestion = {
    traffic: on.traffic,
    carriers: [carrier],
    before: on.windows.baseline,
    after: on.windows.incident,
    by: singlesAndPairs(on.traffic.dimensions),
  };
  const all = yield* askLattice(question);
  if ('reason' in all) return { answer: 'inconclusive', reason: all.reason };
  const { whole } = all;
  const total = changeIn(carrier, whole);
  if (total === null) return { answer: 'inconclusive', reason: 'too few rows in one of the windows' };
  const mixed = mixSegments(carrier, all, model);
  if (mixed.length > 0) {
    const segments = mixed.map((cell) =>
      segmentChange(carrier, cell, { whole, adjustedP: null, carries: true }),
    );
    return { answer: 'segments', because: 'mix', segments, whole: total };
  }

  const named: LatticeCell[] = [];
  let lattice: Lattice = all;
  let strongest = 0;
  for (let round = 1; round <= mostRounds; round++) {
    const threshold = 2 * Math.log(Math.max(2, lattice.cells.length)) + beyondChance;
    const found = standsOut(carrier, lattice, { model, threshold });
    const [first] = found;
    // The rest moved as well, and nobody in particular.
    if (first === undefined) return { answer: 'all-alike', whole: total };
    if (round === 1) strongest = first.difference;
    const cells = found.map(({ cell }) => cell);
    const without = named.map(({ segment }) => segment);
    named.push(...cells);
    const rest = changeIn(carrier, takeAway(lattice.whole, cells));
    if (round === mostRounds || rest === null || !stillMoves(rest, strongest)) break;
    const within = cells.map(({ segment }) => segment);
    const part = yield* askLattice({ ...question, within, without });
    if ('reason' in part) break;
    lattice = latticeWithout(lattice, part);
  }
  if (coversAll(named, whole)) return { answer: 'all-alike', whole: total };
  const adjusted = adjustedP(carrier, all);
  return {
    answer: 'segments',
    because: 'rate',
    whole: total,
    segments: named.map((cell) =>
      segmentChange(carrier, cell, {
        whole,
        adjustedP: adjusted.get(segmentWords(cell.segment)) ?? null,
        carries: true,
      }),
    ),
  };
}

function* askLattice(question: LatticeQuestion): Inquiry<ReturnType<typeof readLattice>> {
  return readLattice(yield { lattice: latticeQuestion(question) }, 'lattice', question);
}

function changeIn(carrier: Carrier, cell: LatticeCell): Change | null {
  const both = cell.tallies.get(carrier.id);
  return both === undefined ? null : changeOf(carrier, both);
}

function stillMoves({ difference, standardError }: Change, strongest: number): boolean {
  return difference.value / strongest >= explained && (difference.value / standardError) ** 2 > beyondChance;
}

function adjustedP(carrier: Carrier, lattice: Lattice): Map<string, number> {
  const tested = lattice.cells.flatMap((cell) => {
    const change = changeIn(carrier, cell);
    return change === null ? [] : [{ words: segmentWords(cell.segment), p: change.p }];
  });
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p));
  return new Map(tested.map(({ words }, i) => [words, adjusted[i] ?? 1]));
}

// Named one by one, the segments may come to be everybody.
function coversAll(named: readonly LatticeCell[], whole: LatticeCell): boolean {
  const rows = named.reduce((sum, cell) => sum + cell.rows.after, 0);
  return rows >= 0.95 * whole.rows.after;
}
