import { stateOf } from '../../incident/evolve/evolve.ts';
import { actionsDue, updateDue } from '../../incident/reminders.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import { measureRecovery, nextLook } from './recovery.ts';
import { recordDecision } from '../record/record.ts';
import type { Services } from '../services.ts';

/**
 * What is due in the open incidents: a look at the metric after a mitigation, a reminder after a long silence. Called every
 * minute; what was due while nobody looked is done at the next call, and once.
 */
export async function keepWatch(services: Services, now: Date): Promise<void> {
  for (const { id } of await services.incidents.list({ status: 'open' })) {
    // One incident that cannot be looked at keeps nobody from the others.
    await look(services, id, now).catch((error: unknown) =>
      services.log.error('an incident could not be watched', { incident: id, error: String(error) }),
    );
  }
}

async function look(services: Services, incident: string, now: Date): Promise<void> {
  const state = stateOf(await services.incidents.read(incident));
  for (const mitigation of state?.mitigations ?? []) {
    const due = nextLook(mitigation);
    if (due === null || due > now) continue;
    const input = { incident, mitigation: mitigation.id, person: null };
    const outcome = await measureRecovery(services, input);
    if (outcome.kind === 'refused')
      services.log.warn('a recovery could not be measured', { incident, reason: outcome.message });
  }
  await remind(services, incident, (newest) => updateDue(newest, services.config.config.updates, now), now);
}

/** Action items whose day has come, in open and in closed incidents. Called once a day. */
export async function remindOfActions(services: Services, now: Date): Promise<void> {
  for (const { id } of await services.incidents.list({}))
    await remind(services, id, (state) => actionsDue(state, services.config.config.updates, now), now);
}

async function remind(
  services: Services,
  incident: string,
  due: (state: IncidentState) => ReturnType<typeof updateDue>,
  at: Date,
): Promise<void> {
  const first = stateOf(await services.incidents.read(incident));
  if (first === null || due(first) === null) return;
  await recordDecision(services, {
    incident,
    actor: { kind: 'bot' },
    at,
    decide: (state) => {
      const reminder = due(state);
      return reminder === null ? [] : [{ type: 'reminded', ...reminder }];
    },
  });
}
