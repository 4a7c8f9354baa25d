import type { ActionConfig } from '../../config/schema/actions-schema.ts';
import { recordRefusal } from '../record/record-refusal.ts';
import type { Refusal } from '../responder.ts';
import type { Services } from '../services.ts';

/**
 * Null when the person may approve the action; what keeps them from it otherwise, which is kept in the incident's log.
 * Nobody may approve an action that names nobody: what is dangerous is allowed, never forgotten to be forbidden.
 */
export async function whyNotApprover(
  services: Services,
  action: { readonly name: string; readonly config: ActionConfig },
  asking: { readonly incident: string; readonly person: string },
): Promise<Refusal | null> {
  const { approvers } = action.config;
  const { incident, person } = asking;
  if (approvers.includes(person) || approvers.includes(person.split(':').at(-1) ?? '')) return null;
  if ((await services.isAmong?.(approvers, person)) === true) return null;
  const reason = `not among the approvers of ${action.name}`;
  await recordRefusal(services, { incident, asked: `action ${action.name}`, reason, person });
  return {
    kind: 'refused',
    message: `you are not among those who may approve ${action.name}`,
    hint:
      approvers.length === 0
        ? `Nobody is: name people under actions.${action.name}.approvers. Nothing was done.`
        : `Ask ${approvers.map(inWords).join(', ')}. Nothing was done.`,
  };
}

/** A user group is named, not called. */
const inWords = (id: string): string => (id.startsWith('S') ? `the user group ${id}` : `<@${id}>`);
