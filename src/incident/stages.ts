import type { IncidentState } from './state/state.ts';

/** The 7S loop: where an incident stands. */
export const STAGES = ['Signal', 'Symptom', 'Scope', 'Suspects', 'Samples', 'Simulate', 'Settle'] as const;
export type Stage = (typeof STAGES)[number];

/** Checks that look at single requests, and checks that replay them: the loop's fifth and sixth step. */
const REPLAYS = new Set(['golden-replay', 'shadow-compare']);
const SAMPLES = new Set(['parity', 'samples']);

/** The stage an incident has reached: the latest step for which there is something in the log. */
export function stageOf(state: IncidentState): Stage {
  if (state.status === 'resolved') return 'Settle';
  const conclusive = state.evidence.filter((one) => one.verdict.answer !== 'inconclusive');
  if (conclusive.some((one) => REPLAYS.has(one.check))) return 'Simulate';
  if (conclusive.some((one) => SAMPLES.has(one.check))) return 'Samples';
  if (state.ranking !== null) return 'Suspects';
  if (state.scope !== null) return 'Scope';
  if (state.symptom !== null) return 'Symptom';
  return 'Signal';
}
