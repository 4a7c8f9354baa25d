import { ActionKind } from '../src/incident/facts/team-facts.ts';
import type { IncidentState } from '../src/incident/state/state.ts';
import { ruledActions, rulesDocument } from '../src/message/action-rule.ts';
import { actionForm, actionsDocument } from '../src/message/actions.ts';
import { replyOf, tell, wrongUsage } from './answer.ts';
import type { Command, Reply, Submission } from './command.ts';
import { takesForm } from './form-commands.ts';
import type { Wanted } from './form-commands.ts';
import { inTeamOf, knowing, personIn, withoutNames } from './incident-state.ts';

const DUE = /^(?:due|by|until)?=?(\d{4}-\d{2}-\d{2})$/i;

export const action: Command = {
  name: 'action',
  summary: 'what must be done after; its rule to copy',
  usage: 'action [add <kind> <what>|give A1 @who|due A1 day|done A1|export A1]',
  example: 'action add test contract test on keys @ana due=2026-03-20',
  stage: 'Settle',
  needs: 'incident',
  run: knowing(async (request, state, responder) => {
    const { incident, person, now, words } = request;
    const [verb, second, ...more] = words;
    const id = second?.toUpperCase() ?? '';
    switch (verb?.toLowerCase()) {
      case undefined:
        return { kind: 'tell', document: actionsDocument(state) };
      case 'new':
        return { kind: 'form', form: actionForm(state) };
      case 'add': {
        const kind = ActionKind.safeParse(second?.toLowerCase());
        const rest = withoutNames(kind.success ? more : words.slice(1));
        const due = rest.map((word) => DUE.exec(word)?.[1]).find((day) => day !== undefined) ?? null;
        const text = rest.filter((word) => !DUE.test(word)).join(' ');
        const owner = personIn(request);
        const command = { type: 'add-action' as const, text, kind: kind.data ?? 'fix', owner, due };
        return replyOf(await responder.record({ incident, command, person, now }));
      }
      case 'give': {
        const owner = personIn(request);
        if (owner === null) return wrongUsage(action, 'to whom? Write @ and pick the person');
        const command = { type: 'change-action' as const, action: id, owner, due: undefined };
        return replyOf(await responder.record({ incident, command, person, now }));
      }
      case 'due': {
        const due = DUE.exec(more[0] ?? '')?.[1] ?? more[0] ?? '';
        const command = { type: 'change-action' as const, action: id, owner: undefined, due };
        return replyOf(await responder.record({ incident, command, person, now }));
      }
      case 'export':
        return exported(state, id);
      case 'done': {
        const command = { type: 'finish-action' as const, action: id, words: more.join(' ') };
        return replyOf(await responder.record({ incident, command, person, now }));
      }
    }
    return wrongUsage(action, `action does not know '${verb}'`);
  }),
  form: takesForm((words) => words.length === 1 && words[0]?.toLowerCase() === 'new', wanted),
};

/** The rules that would keep the action items, for that person to copy. */
function exported(state: IncidentState, id: string): Reply {
  const item = state.actions.find((one) => one.id === id);
  if (id !== '' && item === undefined)
    return tell(
      `there is no ${id}`,
      `Action items: ${state.actions.map((one) => one.id).join(', ') || 'none yet'}.`,
    );
  const ruled = ruledActions(item === undefined ? state.actions : [item]);
  if (ruled.length > 0) return { kind: 'tell', document: rulesDocument(state.id, ruled) };
  return tell(
    item === undefined ? 'no action item has a rule yet' : `the bot knows no rule for ${id}`,
    'It knows rules for nulls, ranges, categories, keys, ages, latency, errors, fallbacks, restarts, versions, calibration, drift, and contracts: action add monitor alert when the null rate of balance passes 2 %',
  );
}

function wanted({ filled, person }: Submission): Wanted {
  const kind = ActionKind.safeParse(filled['kind']);
  const owner = filled['owner'];
  return {
    kind: 'wanted',
    field: 'text',
    command: {
      type: 'add-action',
      text: filled['text'] ?? '',
      kind: kind.data ?? 'fix',
      owner: owner === undefined ? null : inTeamOf(person, owner),
      due: filled['due'] ?? null,
    },
  };
}
