import type { ModelConfig } from '../../config/schema.ts';
import { stateOf } from '../../incident/evolve/evolve.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import { noSuchIncident } from './refusals.ts';
import type { Refusal } from '../responder.ts';
import type { Services } from '../services.ts';

export type FoundIncident = {
  readonly kind: 'found';
  readonly state: IncidentState;
  readonly model: ModelConfig;
};

/** An incident and its model's configuration, or the reason why one of them is not there. */
export async function readIncident(services: Services, incident: string): Promise<FoundIncident | Refusal> {
  const state = stateOf(await services.incidents.read(incident));
  if (state === null) return noSuchIncident(incident);
  const model = services.config.config.models[state.model];
  if (model === undefined) {
    return {
      kind: 'refused',
      message: `model '${state.model}' of ${incident} is not in ${services.config.path} any more`,
      hint: 'Put it back to measure again; timeline, why and note work without it.',
    };
  }
  return { kind: 'found', state, model };
}
