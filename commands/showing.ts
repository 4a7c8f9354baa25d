import type { View } from '../src/incident/facts/events.ts';
import { replyOf, tell } from './answer.ts';
import type { Command } from './command.ts';

/** A command that shows a view of the incident in its thread. */
export function showing(view: View): Command['run'] {
  return async ({ incident, person, now }, responder) =>
    incident === null
      ? tell('which incident?', `Write it in front: INC-12 ${view}`)
      : replyOf(await responder.show({ incident, view, person, now }));
}
