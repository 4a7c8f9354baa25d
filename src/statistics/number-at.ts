import { ShapeError } from './shape-error.ts';

/** `values[index]`, for loops whose bounds are known to hold; an index outside is a bug and throws. */
export function numberAt(values: ArrayLike<number>, index: number): number {
  const value = values[index];
  if (value === undefined) {
    throw new ShapeError(
      `There is no number at ${index} of ${values.length}.`,
      'Check the bounds of the loop.',
    );
  }
  return value;
}
