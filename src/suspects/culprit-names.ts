import type { Culprit } from './vocabulary.ts';

type Accused = { readonly culprit: Culprit | null; readonly alongside?: readonly Culprit[] | undefined };

/** Whom a suspect is about, as people read it: `dep-01`, or `dep-01, dep-02`; null when nobody is named. */
export function culpritNames({ culprit, alongside = [] }: Accused): string | null {
  const names = [culprit, ...alongside].flatMap((one) => one?.name ?? []);
  return names.length === 0 ? null : names.join(', ');
}
