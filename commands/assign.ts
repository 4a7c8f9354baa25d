import { Role } from '../src/incident/facts/team-facts.ts';
import { replyOf, wrongUsage } from './answer.ts';
import type { Command } from './command.ts';
import { knowing, personIn, withoutNames } from './incident-state.ts';

export const assign: Command = {
  name: 'assign',
  summary: 'who leads, who writes, who knows; brings them a brief',
  usage: 'assign <lead|scribe|expert> <@person | nobody>',
  example: 'assign scribe @ana',
  stage: 'Signal',
  needs: 'incident',
  run: knowing(async (request, _state, responder) => {
    const { incident, person, now, words } = request;
    const role = Role.safeParse(words[0]?.toLowerCase());
    if (!role.success) return wrongUsage(assign, 'which role: lead, scribe or expert?');
    const rest = withoutNames(words.slice(1)).map((word) => word.toLowerCase());
    const named = personIn(request) ?? (rest.includes('me') ? person : null);
    if (named === null && !rest.includes('nobody'))
      return wrongUsage(assign, 'whom? Write @ and pick the person');
    const command = { type: 'assign-role' as const, role: role.data, person: named, handoff: null };
    return replyOf(await responder.record({ incident, command, person, now }));
  }),
};
