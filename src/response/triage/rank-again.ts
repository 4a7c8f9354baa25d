import type { IncidentFact } from '../../incident/facts/events.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import type { ClosedIncident } from '../../suspects/learnt-prior.ts';
import { movementsBetween } from '../../suspects/movement.ts';
import { rankSuspects } from '../../suspects/rank.ts';
import type { Ranking } from '../../suspects/vocabulary.ts';
import type { Services } from '../services.ts';

/**
 * The ranking after new evidence. Told in the thread as a whole when the top suspect or the verdict is another one, as what
 * moved when somebody did, and not at all when nobody moved. Before the triage has ended nothing is ranked.
 */
export function rankedAgain(
  services: Services,
  state: IncidentState,
  closed: readonly ClosedIncident[],
): readonly IncidentFact[] {
  const model = services.config.config.models[state.model];
  if (model === undefined || !isRankable(state)) return [];
  const ranking = rankSuspects({
    modelName: state.model,
    model,
    alert: state.alerts[0]?.alert ?? null,
    symptom: state.symptom,
    scope: state.scope,
    evidence: newestOfEach(state),
    closed,
  });
  return [
    {
      type: 'suspects-ranked',
      ranking,
      because: howMuchMoved(state.ranking, ranking),
      evidence: state.evidence.at(-1)?.id ?? null,
    },
  ];
}

/** A triage that was cancelled leaves what it had measured. */
function isRankable(state: IncidentState): boolean {
  const { triage, plans } = state;
  return triage !== null || plans.some((plan) => plan.because === 'triage' && plan.ended !== null);
}

function howMuchMoved(before: Ranking | null, after: Ranking): 'new evidence' | 'moved' | 'quiet' {
  const top = (one: Ranking | null): string =>
    JSON.stringify([one?.verdict, one?.suspects[0]?.id, one?.suspects[0]?.culprit]);
  if (before === null || top(before) !== top(after)) return 'new evidence';
  return movementsBetween(before, after).length > 0 ? 'moved' : 'quiet';
}

/** The same check on the same rows counts once: its newest answer. */
function newestOfEach(state: IncidentState): IncidentState['evidence'] {
  const newest = new Map(
    state.evidence
      .filter((one) => one.parameters['since'] === undefined)
      .map((one) => [`${one.check} ${one.parameters['segment'] ?? '{}'}`, one]),
  );
  return [...newest.values()];
}
