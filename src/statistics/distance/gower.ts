/** One value of a record; null is a missing one. */
export type Measured = string | number | boolean | null;

/** How far two values of one variable may lie apart: the range of a number; null for categories, which are equal or not. */
export type Reach = number | null;

/**
 * How unlike two records are, 0 (the same) to 1 (different in everything): the mean over the variables of |a − b| / range for
 * numbers (at most 1) and of 0 or 1 for categories. Two missing values are alike; a missing and a present one are not.
 * Without any variable nothing is unlike: 0. Source: Gower 1971, with missingness as a value of its own.
 */
export function gowerDistance(
  a: readonly Measured[],
  b: readonly Measured[],
  reaches: readonly Reach[],
): number {
  if (reaches.length === 0) return 0;
  const total = reaches.reduce<number>((sum, reach, i) => sum + apart(a[i] ?? null, b[i] ?? null, reach), 0);
  return total / reaches.length;
}

function apart(a: Measured, b: Measured, reach: Reach): number {
  if (a === b) return 0;
  if (typeof a !== 'number' || typeof b !== 'number' || reach === null || reach <= 0) return 1;
  return Math.min(1, Math.abs(a - b) / reach);
}
