import { stateOf } from '../src/incident/evolve/evolve.ts';
import type { IncidentState } from '../src/incident/state/state.ts';
import type { Responder } from '../src/response/responder.ts';
import { tell } from './answer.ts';
import type { Command, CommandRequest, Reply } from './command.ts';

/** A command that must know how its incident stands before it can answer. */
export function knowing(
  run: (
    request: CommandRequest & { readonly incident: string },
    state: IncidentState,
    responder: Responder,
  ) => Promise<Reply>,
): Command['run'] {
  return async (request, responder) => {
    const { incident } = request;
    if (incident === null) return tell('which incident?', 'Write it in front: INC-12 and the same words.');
    const state = stateOf(await responder.events(incident));
    if (state === null) return tell(`there is no incident ${incident}`, 'See the open ones with: status');
    return run({ ...request, incident }, state, responder);
  };
}

/** The first person that the line names, as `team:user`; null when it names nobody. */
export function personIn(request: Pick<CommandRequest, 'mentions' | 'person'>): string | null {
  const [user] = request.mentions ?? [];
  return user === undefined ? null : inTeamOf(request.person, user);
}

/** A user id as `team:user`, in the team of the one who asks. */
export const inTeamOf = (person: string, user: string): string => `${person.split(':')[0] ?? ''}:${user}`;

/** Words without the names of people: they come as `@ana` from the parser. */
export const withoutNames = (words: readonly string[]): readonly string[] =>
  words.filter((word) => !/^@\S+$/.test(word));
