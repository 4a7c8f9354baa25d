import { distance } from 'fastest-levenshtein';

/** "there are: a, b, c; the nearest is b; " for a hint, or nothing when there are none. At most twelve are listed. */
export function nearest(name: string, names: readonly string[]): string {
  const byDistance = names
    .map((candidate) => ({ candidate, edits: distance(name.slice(0, 200), candidate.slice(0, 200)) }))
    .sort((a, b) => a.edits - b.edits);
  const first = byDistance[0];
  if (first === undefined) return '';
  const listed = names.slice(0, 12).join(', ') + (names.length > 12 ? `, and ${names.length - 12} more` : '');
  const close = first.edits <= Math.max(2, name.length / 2) ? `did you mean ${first.candidate}? ` : '';
  return `${close}There are: ${listed}. To repair it, `;
}
