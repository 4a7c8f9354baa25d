import { numberAt } from '../number-at.ts';
import { ascendingOrder } from './ascending-order.ts';

/**
 * Benjamini–Hochberg: p-values adjusted so that keeping those ≤ q holds the expected share of false discoveries at q.
 * In the order given. Assumes independent or positively dependent tests, declared before looking. Source: Benjamini & Hochberg 1995.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = ascendingOrder(pValues);
  const adjusted = Array.from(pValues);
  let smallest = 1;
  for (let k = order.length - 1; k >= 0; k--) {
    const i = numberAt(order, k);
    smallest = Math.min(smallest, (numberAt(pValues, i) * pValues.length) / (k + 1));
    adjusted[i] = smallest;
  }
  return adjusted;
}
