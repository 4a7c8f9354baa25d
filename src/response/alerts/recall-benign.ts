import type { Alert } from '../../alert/alert.ts';
import { recall } from '../../alert/remembered.ts';
import { stateOf } from '../../incident/evolve/evolve.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import { leadingSuspect } from '../../suspects/vocabulary.ts';
import { closedIncidents } from '../past/closed-incidents.ts';
import { diagnose } from '../triage/diagnose.ts';
import type { Services } from '../services.ts';

export type Recalled =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'quiet'; readonly incident: string; readonly reason: string }
  | { readonly kind: 'wakes'; readonly reason: string };

/** Longer than this nobody waits to know whether a remembered alert has turned bad. */
const LOOK_SECONDS = 60;
/** A look at the data holds for an hour: an alert that repeats every minute is not looked into every minute. */
const LOOK_HOLDS_MS = 3_600_000;

/**
 * What is remembered of alerts with this key. Before an alert stays quiet the bot looks at the data once more: harm that was
 * not there when it was judged, or another explanation, wakes people. A look that fails does too: better loud than lost.
 */
export async function recallBenign(
  services: Services,
  input: { readonly alert: Alert; readonly model: string; readonly key: string; readonly now: Date },
): Promise<Recalled> {
  const { alert, model, key, now } = input;
  const summaries = await services.incidents.list({ status: 'resolved', model, rememberedAt: now });
  const summary = summaries.find((one) => one.key === key);
  if (summary === undefined) return { kind: 'unknown' };
  const state = stateOf(await services.incidents.read(summary.id));
  if (state === null || state.remembered === null) return { kind: 'unknown' };
  const answer = recall(alert, { incident: state.id, ...state.remembered }, now);
  if (answer.kind === 'wakes') return answer;
  if (lookedAtLately(state, now)) return { ...answer, incident: state.id };
  const changed = await whatIsDifferent(services, { alert, model, state });
  return changed === null
    ? { ...answer, incident: state.id }
    : { kind: 'wakes', reason: `it was judged benign in ${state.id}, but now ${changed}` };
}

function lookedAtLately(state: IncidentState, now: Date): boolean {
  const last = state.alerts.findLast((met) => met.meeting === 'remembered');
  return last !== undefined && now.getTime() - last.at.getTime() < LOOK_HOLDS_MS;
}

/** Null when the data still say what they said: nothing is broken, and for the same reason. */
async function whatIsDifferent(
  services: Services,
  { alert, model, state }: { readonly alert: Alert; readonly model: string; readonly state: IncidentState },
): Promise<string | null> {
  try {
    const warehouse = await services.warehouses.open(model, services.dataNow());
    const { ranking, evidence } = await diagnose({
      config: services.config,
      model,
      alert,
      warehouse,
      clock: services.clock,
      log: services.log,
      version: services.version,
      signal: AbortSignal.timeout(LOOK_SECONDS * 1000),
      closed: await closedIncidents(services.incidents),
      onFact: async (fact) => fact,
    });
    if (ranking === null) return 'the suspects could not be ranked';
    if (evidence.every((one) => one.verdict.answer === 'inconclusive'))
      return 'no check could say whether it does harm';
    if (ranking.verdict === 'incident') return `it is an incident: ${ranking.verdictReason}`;
    const top = leadingSuspect(ranking)?.id ?? null;
    const explained = state.remembered?.explanation ?? null;
    return top !== null && explained !== null && top !== explained
      ? `another explanation leads: ${top} instead of ${explained}`
      : null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    services.log.error('the look at a remembered alert failed', { incident: state.id, error: message });
    return `the data could not be looked at: ${message}`;
  }
}
