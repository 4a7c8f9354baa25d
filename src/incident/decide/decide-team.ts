import { checklistItem } from '../checklists.ts';
import { decided, listOf, refuse, wordsOf } from './decision.ts';
import type { Decision } from './decision.ts';
import { decideMitigation } from './decide-mitigation.ts';
import { reviseEntry, starEntry } from './decide-timeline.ts';
import type { IncidentState } from '../state/state.ts';
import type { TeamCommand } from './team-command.ts';
import { holdersOf } from '../state/team-state.ts';

/** What follows from a command of the team. */
export function decideTeam(command: TeamCommand, state: IncidentState): Decision {
  switch (command.type) {
    case 'assign-role':
      return assign(command, state);
    case 'revise-why':
      return reviseWhy(command, state);
    case 'revise-timeline-entry':
      return reviseEntry(command, state);
    case 'star':
      return starEntry(command, state);
    case 'approve-mitigation':
    case 'end-mitigation':
      return decideMitigation(command, state);
    case 'tick':
      return tick(command, state);
    case 'raise-guards':
      return decided({ type: 'guards-raised', guards: command.guards, before: command.before });
    case 'self-check':
      return decided({ type: 'self-checked', answers: command.answers });
    case 'post-update':
      return update(command, state);
    case 'snooze':
      return command.until > command.now
        ? decided({ type: 'reminders-snoozed', until: command.until })
        : refuse('that is over already', 'Example: update snooze 1h');
    case 'add-action':
      return addAction(command, state);
    case 'change-action':
      return changeAction(command, state);
    case 'finish-action':
      return finishAction(command, state);
  }
}

type Of<Type extends TeamCommand['type']> = Extract<TeamCommand, { type: Type }>;

/** Refused when the incident is over: that part of its life has ended. */
function overBy(state: IncidentState): Decision | null {
  const { resolution } = state;
  if (resolution === null) return null;
  return refuse(
    `${state.id} was resolved at ${resolution.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    'Reopen it first if it is not over: reopen <reason>. Nothing was recorded.',
  );
}

function assign(command: Of<'assign-role'>, state: IncidentState): Decision {
  const over = overBy(state);
  if (over !== null) return over;
  const { role, person, handoff } = command;
  const holders = holdersOf(state, role);
  if (person !== null && holders.includes(person))
    return refuse('that person has this role already', 'Nothing to do.');
  if (person === null && holders.length === 0) return refuse('nobody has this role', 'Nothing to do.');
  return decided({ type: 'role-assigned', role, person, handoff });
}

function reviseWhy(command: Of<'revise-why'>, state: IncidentState): Decision {
  if (!state.whys.some((why) => why.id === command.why))
    return refuse(`there is no ${command.why}`, listOf('whys', state.whys));
  if (command.evidence !== null && !state.evidence.some((one) => one.id === command.evidence))
    return refuse(`there is no evidence ${command.evidence}`, listOf('evidence', state.evidence));
  const said = wordsOf(command.text, 'the why', 'why edit W2 "nobody had to test the key"');
  if (said.kind === 'refused') return said;
  return decided({ type: 'why-revised', why: command.why, text: said.words, evidence: command.evidence });
}

function tick(command: Of<'tick'>, state: IncidentState): Decision {
  const item = checklistItem(command.item);
  if (item === null) return refuse(`no checklist has '${command.item}'`, 'See them with: checklist');
  const known = item.answered(state);
  if (known !== null)
    return refuse(
      `${item.words} is answered: ${known.words}`,
      known.evidence === null ? 'The log says so.' : `Evidence ${known.evidence}.`,
    );
  const words = command.words.trim() === '' ? null : wordsOf(command.words, 'the answer', '');
  if (words?.kind === 'refused') return words;
  return decided({
    type: 'checklist-ticked',
    item: command.item,
    answer: command.answer,
    words: words?.words ?? '',
  });
}

function update(command: Of<'post-update'>, state: IncidentState): Decision {
  const over = overBy(state);
  if (over !== null) return over;
  const example = 'update conditions: AUC still 0.79; actions: rolling back; needs: nobody';
  const conditions = wordsOf(command.conditions, 'conditions', example);
  if (conditions.kind === 'refused') return conditions;
  const actions = wordsOf(command.actions, 'actions', example);
  if (actions.kind === 'refused') return actions;
  const needs = command.needs.trim() === '' ? null : wordsOf(command.needs, 'needs', example);
  if (needs?.kind === 'refused') return needs;
  return decided({
    type: 'update-posted',
    conditions: conditions.words,
    actions: actions.words,
    needs: needs?.words ?? '',
    stakeholders: command.stakeholders,
  });
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function addAction(command: Of<'add-action'>, state: IncidentState): Decision {
  const said = wordsOf(command.text, 'an action item', 'action add test contract test on feature keys');
  if (said.kind === 'refused') return said;
  if (state.actions.some((one) => one.text === said.words && one.kind === command.kind))
    return refuse('that is an action item already', listOf('action items', state.actions));
  if (command.due !== null && !isDay(command.due))
    return refuse(`'${command.due}' is not a day`, 'Write it as 2026-03-20.');
  const { kind, owner, due } = command;
  return decided({
    type: 'action-added',
    action: `A${state.actions.length + 1}`,
    text: said.words,
    kind,
    owner,
    due,
  });
}

function changeAction(command: Of<'change-action'>, state: IncidentState): Decision {
  const item = state.actions.find((one) => one.id === command.action);
  if (item === undefined)
    return refuse(`there is no ${command.action}`, listOf('action items', state.actions));
  if (item.done !== null) return refuse(`${item.id} is done already`, 'Nothing to do.');
  const owner = command.owner === undefined ? item.owner : command.owner;
  const due = command.due === undefined ? item.due : command.due;
  if (due !== null && !isDay(due)) return refuse(`'${due}' is not a day`, 'Write it as 2026-03-20.');
  if (owner === item.owner && due === item.due) return refuse('it is so already', 'Nothing to do.');
  return decided({ type: 'action-changed', action: item.id, owner, due });
}

function finishAction(command: Of<'finish-action'>, state: IncidentState): Decision {
  const item = state.actions.find((one) => one.id === command.action);
  if (item === undefined)
    return refuse(`there is no ${command.action}`, listOf('action items', state.actions));
  if (item.done !== null) return refuse(`${item.id} is done already`, 'Nothing to do.');
  const words = command.words.trim() === '' ? null : wordsOf(command.words, 'how it was done', '');
  if (words?.kind === 'refused') return words;
  return decided({ type: 'action-done', action: item.id, words: words?.words ?? 'done' });
}

function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
