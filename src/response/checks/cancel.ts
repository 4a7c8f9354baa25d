import { stateOf } from '../../incident/evolve/evolve.ts';
import { noSuchIncident } from '../record/refusals.ts';
import type { Outcome } from '../responder.ts';
import type { Services } from '../services.ts';

/**
 * Cancels what runs for an incident: its queries are interrupted, and the work itself records how far it had come. What
 * had answered stays.
 */
export async function cancel(
  services: Services,
  { incident, person }: { readonly incident: string; readonly person: string },
): Promise<Outcome> {
  if (stateOf(await services.incidents.read(incident)) === null) return noSuchIncident(incident);
  if (services.running.cancel(incident, person) > 0) return { kind: 'done', incident };
  return {
    kind: 'refused',
    message: `nothing is running for ${incident}`,
    hint: 'Checks that were asked for have answered already: status.',
  };
}
