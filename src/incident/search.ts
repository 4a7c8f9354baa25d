import type { IncidentState } from './state/state.ts';

/** An incident that speaks of what is looked for, and where it does. */
export type Found = { readonly state: IncidentState; readonly hits: number; readonly where: string };

/**
 * Incidents whose log has all the words, in any order and case; those that have them more often come first, then the newer
 * ones.
 */
export function searchIncidents(
  states: readonly IncidentState[],
  words: readonly string[],
): readonly Found[] {
  const wanted = words.map((word) => word.toLowerCase()).filter((word) => word !== '');
  if (wanted.length === 0) return [];
  return states
    .flatMap((state): readonly Found[] => {
      const texts = textsOf(state);
      const all = texts.join('\n').toLowerCase();
      if (!wanted.every((word) => all.includes(word))) return [];
      const hits = wanted.reduce((sum, word) => sum + all.split(word).length - 1, 0);
      const best = texts.find((text) => wanted.some((word) => text.toLowerCase().includes(word))) ?? '';
      return [{ state, hits, where: best }];
    })
    .sort((a, b) => b.hits - a.hits || b.state.declaredAt.getTime() - a.state.declaredAt.getTime());
}

/** Everything that is said of an incident, what says most first. */
function textsOf(state: IncidentState): readonly string[] {
  return [
    state.title,
    state.symptom?.sentence ?? '',
    ...state.sections.map((one) => one.text),
    state.resolution?.reason ?? '',
    state.confirmed?.cause ?? state.resolution?.cause ?? '',
    ...(state.ranking?.suspects
      .slice(0, 3)
      .map((one) => `${one.id} ${one.culprit?.name ?? ''} ${one.sentence}`) ?? []),
    state.scope?.sentence ?? '',
    ...state.whys.map((one) => one.text),
    ...state.timeline.map((one) => one.text),
    ...state.actions.map((one) => one.text),
    ...state.mitigations.map((one) => one.sentence),
    ...state.evidence.map((one) => `${one.check} ${one.verdict.line}`),
    `${state.id} ${state.model} ${state.severity}`,
  ].filter((text) => text !== '');
}
