import type { Refusal } from '../responder.ts';

export const noSuchIncident = (incident: string): Refusal => ({
  kind: 'refused',
  message: `there is no incident ${incident}`,
  hint: 'status lists the open ones.',
});
