import { decided, listOf, refuse, wordsOf } from './decision.ts';
import type { Decision } from './decision.ts';
import type { IncidentState } from '../state/state.ts';
import type { TeamCommand } from './team-command.ts';
import { holdersOf } from '../state/team-state.ts';

type Of<Type extends TeamCommand['type']> = Extract<TeamCommand, { type: Type }>;

/** Clocks of people's machines run ahead by seconds; that is not the future. */
const CLOCK_SLACK_MS = 60_000;

/** An entry says something else from now on; what it said before is kept. */
export function reviseEntry(command: Of<'revise-timeline-entry'>, state: IncidentState): Decision {
  const entry = state.timeline.find((one) => one.id === command.entry);
  if (entry === undefined)
    return refuse(`${state.id} has no timeline entry ${command.entry}`, listOf('entries', state.timeline));
  const author = entry.by.kind === 'person' ? entry.by.id : null;
  const { person } = command;
  if (person !== null && person !== author && !mayCorrectAll(state, person))
    return refuse(
      `${entry.id} is somebody else's`,
      'Its author, the lead and the scribe may correct it; add an entry of your own: timeline add.',
    );
  const happenedAt = command.happenedAt ?? entry.happenedAt;
  if (Number.isNaN(happenedAt.getTime()) || happenedAt.getTime() > command.now.getTime() + CLOCK_SLACK_MS)
    return refuse('that has not happened yet', 'Give a time in the past, such as 14:05 or 2h ago.');
  const said = wordsOf(command.text ?? entry.text, 'a timeline entry', 'timeline edit T5 14:05 rolled back');
  if (said.kind === 'refused') return said;
  if (said.words === entry.text && happenedAt.getTime() === entry.happenedAt.getTime())
    return person === null ? decided() : refuse('it says that already', 'Nothing to do.');
  return decided({
    type: 'timeline-revised',
    entry: entry.id,
    happenedAt,
    text: said.words,
    because: command.because,
  });
}

export function starEntry(command: Of<'star'>, state: IncidentState): Decision {
  const entry = state.timeline.find((one) => one.id === command.entry);
  if (entry === undefined)
    return refuse(`${state.id} has no timeline entry ${command.entry}`, listOf('entries', state.timeline));
  if (entry.starred === command.starred) return decided();
  return decided({ type: 'timeline-starred', entry: entry.id, starred: command.starred });
}

const mayCorrectAll = (state: IncidentState, person: string): boolean =>
  holdersOf(state, 'lead').includes(person) || holdersOf(state, 'scribe').includes(person);
