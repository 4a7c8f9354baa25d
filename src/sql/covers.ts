/** Larger grouping sets from which the asked ones are added up: `coverOf[i]` is the index of the cover of set i. */
export type Covers = { readonly covers: readonly (readonly string[])[]; readonly coverOf: readonly number[] };

/**
 * Counting 21 grouping sets (6 segments alone and in pairs) row by row costs 21 hash lookups a row. Instead the keys are
 * laid into blocks of two and every two blocks are grouped once, 3 lookups a row; what was asked is added up from those
 * few thousand groups. Keys that stand in every set (the window) stand in every cover. Null when that saves nothing.
 */
export function coverSets(sets: readonly (readonly string[])[]): Covers | null {
  const keys = [...new Set(sets.flat())];
  const common = keys.filter((key) => sets.every((set) => set.includes(key)));
  const free = keys.filter((key) => !common.includes(key));
  // Single keys are few; laid into blocks they would make groups of four keys, which may be very many.
  if (sets.every((set) => set.length <= common.length + 1)) return null;
  const blocks = pairsOf(free);
  const candidates = blocks.flatMap((block, index) =>
    blocks.slice(index + 1).map((other) => [...common, ...block, ...other]),
  );
  const covers: (readonly string[])[] = [];
  const coverOf = sets.map((set) => {
    const contains = (cover: readonly string[]) => set.every((key) => cover.includes(key));
    const known = covers.findIndex(contains);
    if (known >= 0) return known;
    covers.push(candidates.find(contains) ?? set);
    return covers.length - 1;
  });
  return covers.length * 2 > sets.length ? null : { covers, coverOf };
}

function pairsOf(keys: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(keys.length / 2) }, (_, index) =>
    keys.slice(index * 2, index * 2 + 2),
  );
}
