import { stateOf } from '../incident/evolve.ts';
import { diagnose } from './diagnose.ts';
import type { IncidentFact } from '../incident/events.ts';
import { recordDecision, recordFacts } from './record.ts';
import type { Services } from './services.ts';

/** Diagnose an incident as far as the bot can alone; every fact is committed as it is found. */
export async function triage(services: Services, incident: string, signal: AbortSignal): Promise<void> {
  const state = stateOf(await services.incidents.read(incident));
  const alert = state?.alerts[0]?.alert;
  if (state === null || alert === undefined || state.triage !== null) return;
  try {
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
      evidenceSoFar: state.evidence.length,
      onFact: (fact) => recordOnce(services, incident, fact),
    });
  } catch (error) {
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
  }
}

/** A triage that a stop had cut short begins again; what it had committed before is not said a second time. */
async function recordOnce(services: Services, incident: string, fact: IncidentFact): Promise<void> {
  await recordDecision(services, {
    incident,
    actor: { kind: 'bot' },
    at: services.clock.now(),
    decide: (state) => {
      if (fact.type === 'snapshot-taken') return state.snapshot === null ? [fact] : [];
      if (fact.type === 'symptom-measured') return state.symptom === null ? [fact] : [];
      if (fact.type === 'scope-measured') return state.scope === null ? [fact] : [];
      if (fact.type === 'check-finished') {
        return state.evidence.some((one) => one.check === fact.evidence.check)
          ? []
          : [{ ...fact, evidence: { ...fact.evidence, id: `E${state.evidence.length + 1}` } }];
      }
      return [fact];
    },
  });
}
