import { stateOf } from '../../incident/evolve/evolve.ts';
import { guardsBeforeResolve } from '../../incident/decide/guards.ts';
import { askFirst } from './ask-first.ts';
import { recordCommand } from '../record/record.ts';
import { noSuchIncident } from '../record/refusals.ts';
import type { Outcome } from '../responder.ts';
import type { Services } from '../services.ts';

export type ResolveInput = {
  readonly incident: string;
  readonly cause: string | null;
  readonly reason: string;
  /** Why it is closed although something is missing; null asks for it once, undefined does not ask. */
  readonly although?: string | null;
  readonly person: string;
  readonly now: Date;
};

/**
 * It is over. What would be forgotten is said once, to the person who closes; who closes again goes on, and what was
 * missing is in the log with the reason.
 */
export async function resolve(services: Services, input: ResolveInput): Promise<Outcome> {
  const { incident, cause, reason, person, now } = input;
  const state = stateOf(await services.incidents.read(incident));
  if (state === null) return noSuchIncident(incident);
  const command = { type: 'resolve' as const, cause, reason, although: input.although ?? null };
  const asks = state.status === 'open' && reason.trim() !== '' && input.although === null;
  const refusal = asks
    ? await askFirst(services, state, { missing: guardsBeforeResolve(state), person, now })
    : null;
  return refusal ?? recordCommand(services, { incident, person, now, command });
}
