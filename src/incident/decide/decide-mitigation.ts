import { redact } from '../../redact/redact.ts';
import { decided, listOf, refuse } from './decision.ts';
import type { Decision } from './decision.ts';
import { guardsBeforeMitigation } from './guards.ts';
import type { IncidentState } from '../state/state.ts';
import type { TeamCommand } from './team-command.ts';

type Of<Type extends TeamCommand['type']> = Extract<TeamCommand, { type: Type }>;

/** A mitigation is approved once at a time, by as many different people as it needs, and ends once. */
export function decideMitigation(
  command: Of<'approve-mitigation'> | Of<'end-mitigation'>,
  state: IncidentState,
): Decision {
  switch (command.type) {
    case 'approve-mitigation':
      return approve(command, state);
    case 'end-mitigation':
      return end(command, state);
  }
}

function approve(command: Of<'approve-mitigation'>, state: IncidentState): Decision {
  if (state.status === 'resolved')
    return refuse(`${state.id} is resolved`, 'Reopen it first if it is not over: reopen <reason>.');
  const same = state.mitigations.find(
    (one) => one.sentence === command.sentence && (one.state === 'approved' || one.state === 'started'),
  );
  const awaiting = state.mitigations.find(
    (one) => one.sentence === redact(command.sentence) && one.state === 'awaiting',
  );
  if (awaiting !== undefined) return second(command, awaiting);
  if (same !== undefined)
    return refuse(`${same.id} is that already, and it is not done yet`, 'Wait for it, or say how it went.');
  const guards = guardsBeforeMitigation(state, command.reversible).filter(
    (guard) => !state.overrides.some((one) => one.guard === guard),
  );
  const although = redact(command.although?.trim() ?? '');
  if (guards.length > 0 && although === '')
    return refuse(
      'this cannot be taken back, and something that can was not tried',
      'Try the reversible one first, or say why not: the reason goes into the note.',
    );
  const { kind, target, sentence, undo, reversible, action, way } = command;
  return decided(
    ...(guards.length > 0 ? [{ type: 'guards-overridden' as const, guards, reason: although }] : []),
    {
      type: 'mitigation-approved',
      mitigation: `M${state.mitigations.length + 1}`,
      kind,
      target,
      sentence: redact(sentence),
      undo: redact(undo),
      reversible,
      action,
      way,
      ...(command.approvals > 1 ? { approvals: command.approvals } : {}),
    },
  );
}

/** Two people are two: whoever approved it before cannot count again. */
function second(command: Of<'approve-mitigation'>, awaiting: IncidentState['mitigations'][number]): Decision {
  const before = [awaiting.by, ...awaiting.seconds];
  if (before.some((one) => one.kind === 'person' && one.id === command.person))
    return refuse(
      `you have approved ${awaiting.id} already, and it needs ${command.approvals} different people`,
      'Ask another one of those who may approve it. Nothing was done yet.',
    );
  const complete = before.length + 1 >= command.approvals;
  return decided({ type: 'mitigation-seconded', mitigation: awaiting.id, complete });
}

function end(command: Of<'end-mitigation'>, state: IncidentState): Decision {
  const one = state.mitigations.find((each) => each.id === command.mitigation);
  if (one === undefined)
    return refuse(`there is no ${command.mitigation}`, listOf('mitigations', state.mitigations));
  if (one.state === 'done' || one.state === 'failed')
    return refuse(`${one.id} is ${one.state} already`, 'Nothing to do.');
  return decided({
    type: 'mitigation-ended',
    mitigation: one.id,
    outcome: command.outcome,
    words: redact(command.words.trim()),
  });
}
