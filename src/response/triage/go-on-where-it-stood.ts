import { stateOf } from '../../incident/evolve/evolve.ts';
import { settleInterrupted, startApproved } from '../decisions/mitigate.ts';
import { goOn } from '../checks/run-checks.ts';
import type { Services } from '../services.ts';
import { isTriaged, triage } from './triage.ts';

/** How long after its end the checks of an incident are still worth finishing: its note is being written. */
const WARM_MS = 24 * 60 * 60_000;
const MOST_WARM = 50;

/**
 * Takes up what had not ended when the process did: triages, other checks, mitigations. An incident that was resolved
 * meanwhile has its checks ended, too, so that no thread counts them for ever; nothing else is done for it.
 */
export async function goOnWhereItStood(services: Services): Promise<void> {
  const open = await services.incidents.list({ status: 'open' });
  for (const { id } of open) {
    await settleInterrupted(services, id);
    startApproved(services, id);
    await finishChecks(services, id);
  }
  const over = await services.incidents.list({ status: 'resolved', limit: MOST_WARM });
  const since = services.clock.now().getTime() - WARM_MS;
  for (const { id, resolvedAt } of over)
    if (resolvedAt !== null && resolvedAt.getTime() > since) await finishChecks(services, id);
}

async function finishChecks(services: Services, id: string): Promise<void> {
  const state = stateOf(await services.incidents.read(id));
  if (state === null) return;
  if (!isTriaged(state)) services.background(`triage of ${id}`, (signal) => triage(services, id, signal));
  for (const plan of state.plans)
    if (plan.because === 'asked' && plan.ended === null) goOn(services, id, plan);
}
