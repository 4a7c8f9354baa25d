/** The name itself, or one made from it that none of those taken has; an engine may take large and small letters for the same. */
export function unlike(taken: Iterable<string>, name: string): string {
  const known = new Set(Array.from(taken, (one) => one.toLowerCase()));
  let free = name;
  while (known.has(free.toLowerCase())) free += '!';
  return free;
}
