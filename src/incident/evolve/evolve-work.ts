import type { IncidentEvent } from '../facts/events.ts';
import type { IncidentState } from '../state/state.ts';
import type { WorkFact } from '../facts/work-facts.ts';
import type { Plan } from '../state/work-state.ts';

/** The state after a fact about work that takes a while. */
export function evolveWork(state: IncidentState, event: IncidentEvent, fact: WorkFact): IncidentState {
  switch (fact.type) {
    case 'checks-planned': {
      const { because, steps } = fact;
      const plan = { seq: event.seq, because, steps, by: event.actor, at: event.at, ended: null };
      return { ...state, plans: [...state.plans, plan] };
    }
    case 'checks-ended': {
      const { how, done, seconds } = fact;
      return { ...state, plans: endedWith(state.plans, fact.plan, { how, done, seconds, by: event.actor }) };
    }
    case 'samples-shown':
    case 'chart-asked':
      return state;
  }
}

/** A triage that has ended has ended its plan. */
export function endTriagePlan(
  plans: readonly Plan[],
  event: IncidentEvent,
  { checks, seconds }: { readonly checks: number; readonly seconds: number },
): readonly Plan[] {
  const open = plans.findLast((plan) => plan.because === 'triage' && plan.ended === null);
  if (open === undefined) return plans;
  return endedWith(plans, open.seq, { how: 'finished', done: checks, seconds, by: event.actor });
}

function endedWith(plans: readonly Plan[], seq: number, ended: NonNullable<Plan['ended']>): readonly Plan[] {
  return plans.map((plan) => (plan.seq === seq && plan.ended === null ? { ...plan, ended } : plan));
}
