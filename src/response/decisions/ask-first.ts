import type { IncidentState } from '../../incident/state/state.ts';
import type { Guard } from '../../incident/facts/team-facts.ts';
import { GUARD_WORDS } from '../../message/words/team-words.ts';
import { recordCommand } from '../record/record.ts';
import type { Refusal } from '../responder.ts';
import type { Services } from '../services.ts';

/**
 * What would be forgotten is said once, to the person who closes; null when there is nothing left to say, so that who closes
 * again goes on.
 */
export async function askFirst(
  services: Services,
  state: IncidentState,
  input: { readonly missing: readonly Guard[]; readonly person: string; readonly now: Date },
): Promise<Refusal | null> {
  const { person, now } = input;
  const guards = input.missing.filter((guard) => !state.guardsRaised.includes(guard));
  if (guards.length === 0) return null;
  const command = { type: 'raise-guards' as const, guards, before: 'resolve' as const };
  const raised = await recordCommand(services, { incident: state.id, person, now, command });
  if (raised.kind === 'refused') return raised;
  const missing = guards.map((guard) => `${GUARD_WORDS[guard].missing} (${GUARD_WORDS[guard].how})`);
  return {
    kind: 'refused',
    message: `before ${state.id} is closed: ${missing.join('; ')}`,
    hint: 'Close it all the same by saying it again; “… although: <reason>” puts your reason into the note.',
  };
}
