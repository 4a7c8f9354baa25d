import { distance } from 'fastest-levenshtein';

/** The name that was probably meant: at most a third of it may be different. Null when none comes near. */
export function nearestName(given: string, names: readonly string[]): string | null {
  const limit = Math.max(given.length < 3 ? 1 : 2, Math.floor(given.length / 3));
  let best: { name: string; distance: number } | null = null;
  for (const name of names) {
    const away = distance(given.toLowerCase(), name.toLowerCase());
    if (away <= limit && away < name.length && (best === null || away < best.distance)) {
      best = { name, distance: away };
    }
  }
  return best?.name ?? null;
}

/** `; did you mean 'logs'?`, or the names there are (when they are few), or nothing. */
export function didYouMean(given: string, names: readonly string[]): string {
  const nearest = nearestName(given, names);
  if (nearest !== null) return `; did you mean '${nearest}'?`;
  if (names.length === 0 || names.length > 12) return '';
  return `; there ${names.length === 1 ? 'is' : 'are'} ${names.map((name) => `'${name}'`).join(', ')}`;
}
