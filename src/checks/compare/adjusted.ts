import { benjaminiHochberg } from '../../statistics/multiplicity/benjamini-hochberg.ts';

type Judged = { readonly kind: 'estimate'; readonly pValue: number } | { readonly kind: 'unanswerable' };

/** Benjamini–Hochberg over those that have an answer, in the order given; null for the others, which were no test. */
export function adjustedOver(answers: readonly Judged[]): readonly (number | null)[] {
  const known = answers.flatMap((answer) => (answer.kind === 'estimate' ? [answer.pValue] : []));
  const adjusted = benjaminiHochberg(known).values();
  return answers.map((answer) => (answer.kind === 'estimate' ? (adjusted.next().value ?? 1) : null));
}
