import type { Cell, Expression } from '../../sql/aggregate.ts';
import { column, number, numberBin } from '../../sql/build.ts';
import { categoryOf } from '../../symptom/metric-question.ts';
import type { FeatureProfile } from './profile.ts';
import { countOf } from '../read-answers.ts';

/**
 * The bin of a feature's value, to group by. A number's is counted from the edges alone, range included, so that the plan
 * can count the bins of many features as histograms of one scan; `binName` says which bin it was.
 */
export function profileBin(profile: FeatureProfile): Expression {
  switch (profile.kind) {
    case 'number':
      return numberBin(number(column(profile.name)), [profile.min, ...profile.edges, nextAbove(profile.max)]);
    case 'category':
      return categoryOf(profile.name, { profile }, (name) => column(name));
  }
}

/** A bin as checks speak of it: `null`, `below` and `above` the range, `unseen`, a value, or the number of a bin within the range. */
export function binName(profile: FeatureProfile, cell: Cell): Cell {
  if (cell === null || profile.kind === 'category') return cell;
  const bin = countOf(cell);
  if (bin === 0) return 'below';
  return bin === profile.edges.length + 2 ? 'above' : String(bin - 1);
}

/** The next number that can be told from this one: bins begin at their edge, and the largest value is within the range. */
function nextAbove(value: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value === 0 ? 0 : value);
  bits.setBigInt64(0, value >= 0 ? bits.getBigInt64(0) + 1n : bits.getBigInt64(0) - 1n);
  return bits.getFloat64(0);
}
