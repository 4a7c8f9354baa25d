import { handoffWords } from '../src/message/brief-note.ts';
import { replyOf, wrongUsage } from './answer.ts';
import type { Command } from './command.ts';
import { knowing, personIn, withoutNames } from './incident-state.ts';

export const handoff: Command = {
  name: 'handoff',
  summary: 'hand the lead over, with how it stands',
  usage: 'handoff <@person> [what to know]',
  example: 'handoff @ana the rollback runs, look at BR',
  stage: 'any time',
  needs: 'incident',
  run: knowing(async (request, state, responder) => {
    const { incident, person, now, words } = request;
    const to = personIn(request);
    if (to === null) return wrongUsage(handoff, 'to whom? Write @ and pick the person');
    const said = withoutNames(words).join(' ');
    const command = {
      type: 'assign-role' as const,
      role: 'lead' as const,
      person: to,
      handoff: handoffWords(state, said),
    };
    return replyOf(await responder.record({ incident, command, person, now }));
  }),
};
