import type { CauseFact } from '../facts/cause-facts.ts';
import type { IncidentEvent } from '../facts/events.ts';
import type { IncidentState } from '../state/state.ts';

/** The state after a fact about the cause. */
export function evolveCause(state: IncidentState, event: IncidentEvent, fact: CauseFact): IncidentState {
  const { at, actor: by } = event;
  switch (fact.type) {
    case 'proofs-weighed':
      return {
        ...state,
        proofs: { suspect: fact.suspect, culprit: fact.culprit, since: fact.since, list: fact.proofs, at },
      };
    case 'cause-confirmed': {
      const { cause, culprit, category, evidence, override } = fact;
      return { ...state, confirmed: { cause, culprit, category, evidence, override, by, at } };
    }
    case 'verdict-remembered': {
      const { explanation, distance, severity, until, reason } = fact;
      return { ...state, remembered: { explanation, distance, severity, until, reason, by, at } };
    }
    case 'verdict-forgotten':
      return { ...state, remembered: null };
  }
}
