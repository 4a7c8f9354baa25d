import { Segment } from '../../alert/alert.ts';
import type { Evidence } from '../../checks/evidence.ts';
import type { IncidentFact } from '../../incident/facts/events.ts';
import { stateOf } from '../../incident/evolve/evolve.ts';
import { latestEvidence } from '../../incident/state/state.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import { isCauseFact } from '../../incident/facts/cause-facts.ts';
import { isNoteFact } from '../../incident/facts/note-facts.ts';
import { isTeamFact } from '../../incident/facts/team-facts.ts';
import { closedIncidents } from '../past/closed-incidents.ts';
import { diagnose } from './diagnose.ts';
import { recallSimilar } from '../past/past-incidents.ts';
import { proposeSeverity } from './propose-severity.ts';
import { recordDecision, recordFacts } from '../record/record.ts';
import type { Services } from '../services.ts';
import { isWorkFact } from '../../incident/facts/work-facts.ts';
import type { WorkFact } from '../../incident/facts/work-facts.ts';
import { rankedAgain } from './rank-again.ts';

/** Diagnose an incident as far as the bot can alone; every fact is committed as it is found. */
export async function triage(services: Services, incident: string, stopping: AbortSignal): Promise<void> {
  const state = stateOf(await services.incidents.read(incident));
  const alert = state?.alerts[0]?.alert;
  if (state === null || alert === undefined || isTriaged(state)) return;
  const started = performance.now();
  const work = services.running.begin(incident, stopping);
  const { signal } = work;
  try {
    // Before anything is asked of the data: what ended it last time is worth most in the first minute.
    await recallSimilar(services, incident);
    const warehouse = await services.warehouses.open(state.model, services.dataNow());
    await diagnose({
      config: services.config,
      model: state.model,
      alert,
      warehouse,
      clock: services.clock,
      log: services.log,
      version: services.version,
      signal,
      closed: await closedIncidents(services.incidents),
      onFact: (fact) => recordOnce(services, incident, fact),
    });
    await proposeSeverity(services, incident);
    await recallSimilar(services, incident);
  } catch (error) {
    const by = work.cancelledBy();
    if (by !== null)
      return endCancelled(services, incident, { by, seconds: (performance.now() - started) / 1000 });
    if (signal.aborted) return;
    const message = error instanceof Error ? error.message : String(error);
    services.log.error('triage failed', { incident, error: message });
    await recordFacts(services, incident, [
      {
        type: 'step-failed',
        step: 'triage',
        message,
        hint: 'Alerts, timeline and note go on; run single checks with: check <name>.',
      },
    ]);
  } finally {
    work.end();
  }
}

/** A person cancelled it: what had answered is kept, said and ranked. */
async function endCancelled(
  services: Services,
  incident: string,
  { by, seconds }: { readonly by: string; readonly seconds: number },
): Promise<void> {
  const closed = await closedIncidents(services.incidents);
  await recordDecision(services, {
    incident,
    actor: { kind: 'person', id: by },
    at: services.clock.now(),
    decide: (state) => {
      const plan = state.plans.findLast((one) => one.because === 'triage' && one.ended === null);
      if (plan === undefined) {
        const message = 'it was cancelled before the checks began.';
        return [
          { type: 'step-failed', step: 'triage', message, hint: 'Run single checks with: check <name>.' },
        ];
      }
      const done = state.evidence.filter((one) => one.startedAt >= plan.at).length;
      const ended = { how: 'cancelled' as const, done, seconds };
      const after = {
        ...state,
        plans: state.plans.map((one) =>
          one.seq === plan.seq
            ? { ...one, ended: { ...ended, by: { kind: 'person' as const, id: by } } }
            : one,
        ),
      };
      return [
        { type: 'checks-ended', plan: plan.seq, ...ended },
        ...(done === 0 ? [] : rankedAgain(services, after, closed)),
      ];
    },
  });
}

/** The ranking is the triage's last word, unless ranking itself failed. */
export function isTriaged(state: IncidentState): boolean {
  const gaveUp = state.failures.some((failure) => failure.step === 'triage' || failure.step === 'suspects');
  const cancelled = state.plans.some((plan) => plan.because === 'triage' && plan.ended?.how === 'cancelled');
  return gaveUp || cancelled || (state.triage !== null && state.ranking !== null);
}

/**
 * A triage that a stop had cut short begins again; what it had committed before is not said a second time. Answers with
 * the fact as the log has it, so that what is ranked is what can be read there, by the numbers it has there.
 */
async function recordOnce<Fact extends IncidentFact>(
  services: Services,
  incident: string,
  fact: Fact,
): Promise<Fact> {
  let kept: IncidentFact = fact;
  const outcome = await recordDecision(services, {
    incident,
    actor: { kind: 'bot' },
    at: services.clock.now(),
    decide: (state) => {
      const before = recordedBefore(state, fact);
      kept = before ?? numbered(state, fact);
      return before === null ? [kept] : [];
    },
  });
  if (outcome.kind === 'refused') throw new Error(outcome.message);
  // The same type of fact by construction: both functions answer in the case of the fact they were given.
  return kept as Fact;
}

const segmentOf = (evidence: Evidence): Segment =>
  Segment.parse(JSON.parse(evidence.parameters['segment'] ?? '{}'));

/** What the log has in place of this fact; null when it is new. */
function recordedBefore(state: IncidentState, fact: IncidentFact): IncidentFact | null {
  if (isTeamFact(fact) || isCauseFact(fact) || isNoteFact(fact)) return null;
  if (isWorkFact(fact)) return plannedBefore(state, fact);
  switch (fact.type) {
    case 'snapshot-taken':
      return state.snapshot === null ? null : { ...fact, ...state.snapshot };
    case 'symptom-measured':
      return state.symptom === null ? null : { ...fact, symptom: state.symptom };
    case 'scope-measured':
      return state.scope === null ? null : { ...fact, scope: state.scope };
    case 'check-finished': {
      const earlier = latestEvidence(state, fact.evidence.check, segmentOf(fact.evidence));
      return earlier === null ? null : { ...fact, evidence: earlier };
    }
    case 'triage-finished':
      return state.triage === null ? null : { ...fact, ...state.triage };
    case 'suspects-ranked':
      return state.ranking === null ? null : { ...fact, ranking: state.ranking };
    case 'step-failed':
      return state.failures.some((one) => one.step === fact.step && one.message === fact.message)
        ? fact
        : null;
    case 'declared':
    case 'alert-met':
    case 'asked':
    case 'severity-set':
    case 'timeline-added':
    case 'timeline-revised':
    case 'timeline-removed':
    case 'why-added':
    case 'note-written':
    case 'resolved':
    case 'reopened':
      return null;
  }
}

/** A triage that begins again goes on under the plan it had, whose message is there already. */
function plannedBefore(state: IncidentState, fact: WorkFact): WorkFact | null {
  if (fact.type !== 'checks-planned') return null;
  if (state.triage !== null) return fact;
  const earlier = state.plans.find((plan) => plan.because === 'triage');
  return earlier === undefined ? null : { ...fact, steps: earlier.steps };
}

/** People may have run checks meanwhile: evidence is numbered as it is committed. */
function numbered(state: IncidentState, fact: IncidentFact): IncidentFact {
  return fact.type === 'check-finished'
    ? { ...fact, evidence: { ...fact.evidence, id: `E${state.evidence.length + 1}` } }
    : fact;
}
