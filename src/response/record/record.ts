import type { Actor, IncidentEvent, IncidentFact, NewEvent } from '../../incident/facts/events.ts';
import { decide } from '../../incident/decide/decide.ts';
import type { IncidentCommand } from '../../incident/decide/decide.ts';
import { stateOf } from '../../incident/evolve/evolve.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import { announcementsOf } from './announcements.ts';
import type { Services } from '../services.ts';
import type { Outcome } from '../responder.ts';
import { noSuchIncident } from './refusals.ts';

/** As many writers at once as a storm may bring: each round one of them is done. */
const ATTEMPTS = 200;

/**
 * Read, decide, append; again from the start when somebody else was quicker. Two people acting at once thus both act on
 * the truth, and the second one's command is decided in the state that the first one left.
 */
export async function recordDecision(
  services: Services,
  input: {
    readonly incident: string;
    readonly actor: Actor;
    readonly at: Date;
    /** Of the delivery that is being handled; the next one when not given. */
    readonly step?: string | null;
    readonly decide: (
      state: IncidentState,
      events: readonly IncidentEvent[],
    ) => readonly IncidentFact[] | { readonly message: string; readonly hint: string };
  },
): Promise<Outcome> {
  const step = input.step === undefined ? (services.nextStep?.() ?? null) : input.step;
  if (step !== null && (await services.incidents.recorded(step)) !== null)
    return { kind: 'done', incident: input.incident };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const events = await services.incidents.read(input.incident);
    const state = stateOf(events);
    if (state === null) return noSuchIncident(input.incident);
    const decision = input.decide(state, events);
    if ('message' in decision) return { kind: 'refused', message: decision.message, hint: decision.hint };
    if (decision.length === 0) return { kind: 'done', incident: input.incident };
    const fresh: readonly NewEvent[] = decision.map((fact) => ({ at: input.at, actor: input.actor, fact }));
    const outcome = await services.incidents.append({
      incident: input.incident,
      expected: state.seq,
      events: fresh,
      announcements: announcementsOf(fresh, state),
      step,
    });
    switch (outcome.kind) {
      case 'appended':
        services.wake();
        return { kind: 'done', incident: input.incident };
      case 'already-open':
        return {
          kind: 'refused',
          message: `${outcome.incident} is open for the same key already`,
          hint: `Go on in ${outcome.incident}, or resolve it first.`,
        };
      case 'conflict':
        break;
    }
  }
  return {
    kind: 'refused',
    message: `${input.incident} is changing too fast to record this`,
    hint: 'Nothing was recorded. Try again in a moment.',
  };
}

/** Facts that need no decision: measurements. They are true whatever was recorded meanwhile. */
export function recordFacts(
  services: Services,
  incident: string,
  facts: readonly IncidentFact[],
  actor: Actor = { kind: 'bot' },
): Promise<Outcome> {
  return recordDecision(services, { incident, actor, at: services.clock.now(), decide: () => facts });
}

/** A person's command, decided by the incident's own rules. */
export function recordCommand(
  services: Services,
  input: {
    readonly incident: string;
    readonly person: string;
    readonly now: Date;
    readonly command: IncidentCommand;
    /** What the verb knows beside the rules, put into the fact that follows from them. */
    readonly complete?: (fact: IncidentFact, state: IncidentState) => IncidentFact;
  },
): Promise<Outcome> {
  const { complete = (fact) => fact } = input;
  return recordDecision(services, {
    incident: input.incident,
    actor: { kind: 'person', id: input.person },
    at: input.now,
    decide: (state) => {
      const decision = decide(input.command, state);
      return decision.kind === 'facts' ? decision.facts.map((fact) => complete(fact, state)) : decision;
    },
  });
}

/** What the rules would say to a command in the state of this moment; nothing is recorded. */
export async function considerCommand(
  services: Services,
  input: { readonly incident: string; readonly command: IncidentCommand },
): Promise<Outcome> {
  const state = stateOf(await services.incidents.read(input.incident));
  if (state === null) return noSuchIncident(input.incident);
  const decision = decide(input.command, state);
  return decision.kind === 'facts' ? { kind: 'done', incident: input.incident } : decision;
}
