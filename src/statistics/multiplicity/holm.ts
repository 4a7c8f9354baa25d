import { numberAt } from '../number-at.ts';
import { ascendingOrder } from './ascending-order.ts';

/**
 * Holm: p-values adjusted so that keeping those ≤ α holds the chance of even one false discovery at α, whatever the dependence.
 * In the order given. Source: Holm 1979.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = ascendingOrder(pValues);
  const adjusted = Array.from(pValues);
  let largest = 0;
  order.forEach((i, k) => {
    largest = Math.max(largest, numberAt(pValues, i) * (pValues.length - k));
    adjusted[i] = Math.min(1, largest);
  });
  return adjusted;
}
