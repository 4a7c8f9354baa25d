import type { IncidentFact } from '../../incident/facts/events.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import type { WorkFact } from '../../incident/facts/work-facts.ts';

/** Whether people should read it once in the thread. The end of a plan is shown by the plan's own message. */
export function workSpeaks(fact: WorkFact): boolean {
  switch (fact.type) {
    case 'checks-planned':
    case 'samples-shown':
      return true;
    case 'checks-ended':
    // Its picture speaks for it.
    case 'chart-asked':
      return false;
  }
}

/** The plans (by their event's number) whose message says something else after these facts. */
export function plansToWriteAnew(
  state: Pick<IncidentState, 'plans'> | null,
  facts: readonly IncidentFact[],
): readonly number[] {
  const open = state?.plans.filter((plan) => plan.ended === null) ?? [];
  return open.flatMap((plan) => {
    const isConcerned = facts.some(
      (fact) =>
        (fact.type === 'checks-ended' && fact.plan === plan.seq) ||
        (fact.type === 'triage-finished' && plan.because === 'triage') ||
        (fact.type === 'check-finished' && plan.steps.some((step) => step.check === fact.evidence.check)),
    );
    return isConcerned ? [plan.seq] : [];
  });
}

/** A triage's checks are told by its plan; only one that never had a plan tells them at its end. */
export function tellsTriage(state: Pick<IncidentState, 'plans'> | null): boolean {
  return !(state?.plans.some((plan) => plan.because === 'triage' && plan.ended === null) ?? false);
}
