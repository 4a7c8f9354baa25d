import { segmentWords } from '../symptom/segment-condition.ts';
import { outside } from './cell-change.ts';
import type { Lattice, LatticeCell } from './lattice.ts';

/** The cell without the rows of others, no two of which have a row in common and all of which lie in it. */
export function takeAway(cell: LatticeCell, parts: readonly LatticeCell[]): LatticeCell {
  return parts.reduce(
    (left, part) => ({
      ...left,
      rows: {
        before: Math.max(0, left.rows.before - part.rows.before),
        after: Math.max(0, left.rows.after - part.rows.after),
      },
      tallies: new Map(
        [...left.tallies].map(([id, both]) => {
          const own = part.tallies.get(id);
          return [id, own === undefined ? both : outside(both, own)] as const;
        }),
      ),
    }),
    cell,
  );
}

/**
 * The lattice of the rows that are not in `part`, a lattice over the same dimensions of some of its rows. What it adds up
 * to is what counting those rows again would give; a cell that has no row left is no cell.
 */
export function latticeWithout(lattice: Lattice, part: Lattice): Lattice {
  const parts = new Map(part.cells.map((cell) => [segmentWords(cell.segment), cell]));
  return {
    whole: takeAway(lattice.whole, [part.whole]),
    cells: lattice.cells
      .map((cell) => {
        const own = parts.get(segmentWords(cell.segment));
        return own === undefined ? cell : takeAway(cell, [own]);
      })
      .filter(({ rows }) => rows.before + rows.after > 0),
  };
}
