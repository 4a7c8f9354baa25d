import type { ModelConfig } from '../config/schema.ts';
import { mixAndRate } from '../statistics/mix/mix-and-rate.ts';
import type { Carrier } from '../symptom/carrier.ts';
import { segmentWords } from '../symptom/segment-condition.ts';
import type { Lattice, LatticeCell } from './lattice.ts';
import { isVersion } from './is-version.ts';

/** A mix shift explains the change when its part is at least this. */
const mostlyMix = 0.6;
/** A value this rare before is new; how its rate was cannot be said. */
const newValue = 0.01;

/** The values whose share of the traffic grew and so made the change, while rates inside stayed; empty when it is not the mix. */
export function mixSegments(carrier: Carrier, lattice: Lattice, model: ModelConfig): readonly LatticeCell[] {
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
