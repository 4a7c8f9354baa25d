import { HYPOTHESES } from '../suspects/list.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';
import type { IncidentState } from './state/state.ts';
import type { ActionKind } from './facts/team-facts.ts';

export type Suggestion = { readonly kind: ActionKind; readonly text: string };

/** What would have caught it, by the hypothesis that is confirmed or leads; what is planned already is left out. */
export function suggestedActions(state: IncidentState): readonly Suggestion[] {
  const top = leadingSuspect(state.ranking);
  const id = state.confirmed?.cause ?? top?.id ?? null;
  const culprit = (state.confirmed?.culprit ?? top?.culprit)?.name ?? null;
  const hypothesis = HYPOTHESES.find((one) => one.id === id);
  if (hypothesis === undefined) return [];
  const fix = hypothesis.mitigations.find((one) => one.kind === 'hotfix');
  const suggestions: Suggestion[] = [
    ...(fix === undefined
      ? []
      : [{ kind: 'fix' as const, text: filled(fix.words, culprit, top?.change ?? null) }]),
    ...hypothesis.guardrails.map((words) => ({
      kind: kindOf(words),
      text: pointed(words, culprit),
    })),
  ];
  return suggestions.filter((one) => !state.actions.some((known) => known.text === one.text));
}

/** A guardrail that does not name its culprit gets it behind. */
const pointed = (words: string, culprit: string | null): string =>
  words.includes('{culprit}')
    ? filled(words, culprit, null)
    : `${words}${culprit === null ? '' : ` (${culprit})`}`;

const filled = (words: string, culprit: string | null, change: string | null): string =>
  words.replaceAll('{culprit}', culprit ?? 'the culprit').replaceAll('{change}', change ?? 'the change');

/** What kind of action a guardrail is, by what it is made of. */
function kindOf(words: string): ActionKind {
  if (/\b(?:alert|monitor|watch|dashboard)/i.test(words)) return 'monitor';
  if (/\b(?:test|gate|CI|canary|load)/i.test(words)) return 'test';
  if (/\b(?:review|owner|document|runbook|announce|calendar|process)/i.test(words)) return 'process';
  return 'guardrail';
}
