import type { IncidentEvent } from '../incident/facts/events.ts';
import { stateOf } from '../incident/evolve/evolve.ts';
import { briefDocument } from './brief-note.ts';
import type { Document } from './document.ts';
import { postmortemDocument } from './postmortem.ts';
import { stakeholderDocument } from './update.ts';

/** What is said about an event outside its thread: the brief of a role, or an update for the stakeholders. */
export function asideDocument(
  events: readonly IncidentEvent[],
  seq: number,
  thread: string | null,
): Document {
  const until = events.filter((event) => event.seq <= seq);
  const fact = until.at(-1)?.fact;
  const state = stateOf(until);
  if (state === null || fact === undefined) throw new Error(`there is no event ${seq} in this log`);
  if (fact.type === 'role-assigned') return briefDocument(state, fact.role, thread);
  if (fact.type === 'update-posted') return stakeholderDocument(state, fact, thread);
  if (fact.type === 'note-published') return postmortemDocument(until, state, thread);
  throw new Error(`nothing is said outside the thread about '${fact.type}'`);
}
