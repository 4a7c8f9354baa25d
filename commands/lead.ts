import { replyOf } from './answer.ts';
import type { Command } from './command.ts';
import { knowing } from './incident-state.ts';

export const lead: Command = {
  name: 'lead',
  summary: 'I lead this incident',
  usage: 'lead',
  example: 'lead',
  stage: 'Signal',
  needs: 'incident',
  run: knowing(async ({ incident, person, now }, _state, responder) => {
    const command = { type: 'assign-role' as const, role: 'lead' as const, person, handoff: null };
    return replyOf(await responder.record({ incident, command, person, now }));
  }),
};
