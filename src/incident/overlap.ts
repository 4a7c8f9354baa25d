/** Jaccard: what both have of what either has; two that have nothing share nothing. */
export function overlap(
  one: readonly string[],
  other: readonly string[],
): { readonly share: number; readonly both: readonly string[] } {
  const both = [...new Set(one)].filter((word) => other.includes(word)).sort();
  const either = new Set([...one, ...other]).size;
  return { share: either === 0 ? 0 : both.length / either, both };
}
