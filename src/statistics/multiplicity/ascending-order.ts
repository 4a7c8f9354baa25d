import { numberAt } from '../number-at.ts';
import { ShapeError } from '../shape-error.ts';

/** Positions of the p-values from the smallest to the largest; anything that is no p-value throws a ShapeError. */
export function ascendingOrder(pValues: readonly number[]): number[] {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) {
    throw new ShapeError(
      `${wrong} is not a p-value.`,
      'Leave unanswerable tests out before adjusting the others.',
    );
  }
  return pValues.map((_, i) => i).sort((a, b) => numberAt(pValues, a) - numberAt(pValues, b));
}
