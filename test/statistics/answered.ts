import type { Unanswerable } from '../../src/statistics/estimate.ts';

/** The estimate inside an answer; a test that expected one fails here with the reason it did not get. */
export function answered<Found extends { readonly kind: string }>(
  answer: Found | Unanswerable,
): Exclude<Found, Unanswerable> {
  if (answer.kind === 'unanswerable') throw new Error(`unanswerable: ${(answer as Unanswerable).reason}`);
  return answer as Exclude<Found, Unanswerable>;
}
