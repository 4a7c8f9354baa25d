import { updateForm } from '../src/message/forms/update-form.ts';
import type { Responder } from '../src/response/responder.ts';
import { durationSeconds } from '../src/config/durations.ts';
import { replyOf, tell, wrongUsage } from './answer.ts';
import type { Command, Submission } from './command.ts';
import { takesForm } from './form-commands.ts';
import type { Wanted } from './form-commands.ts';
import { knowing } from './incident-state.ts';

const PARTS = /\b(conditions|actions|needs)\s*:\s*/gi;
const LONGEST_SNOOZE_SECONDS = 24 * 3600;

export const update: Command = {
  name: 'update',
  summary: 'tell how it stands: conditions, actions, needs',
  usage: 'update [conditions: … actions: … needs: …] | snooze 1h',
  example: 'update conditions: AUC 0.79 actions: rolling back needs: none',
  stage: 'any time',
  needs: 'incident',
  run: knowing(async ({ incident, person, now, words }, state, responder) => {
    if (words.length === 0) return { kind: 'form', form: updateForm(state, responder.stakeholders()) };
    if (words[0]?.toLowerCase() === 'snooze') {
      const seconds = durationSeconds(words[1] ?? '1h') ?? 0;
      if (seconds <= 0 || seconds > LONGEST_SNOOZE_SECONDS)
        return wrongUsage(update, 'for how long? A duration up to 24h, such as 30m or 2h');
      const command = { type: 'snooze' as const, until: new Date(now.getTime() + seconds * 1000), now };
      return replyOf(await responder.record({ incident, command, person, now }));
    }
    const parts = read(words.join(' '));
    if (parts === null)
      return tell('an update says conditions and actions', `For example: ${update.example}`);
    const command = { type: 'post-update' as const, ...parts, stakeholders: responder.stakeholders() };
    return replyOf(await responder.record({ incident, command, person, now }));
  }),
  form: takesForm((words) => words.length === 0, wanted),
};

/** `conditions: … actions: … needs: …` in any order; null without one of the first two. */
function read(
  text: string,
): { readonly conditions: string; readonly actions: string; readonly needs: string } | null {
  const found = [...text.matchAll(PARTS)];
  const part = (name: string): string => {
    const index = found.findIndex((one) => one[1]?.toLowerCase() === name);
    const at = found[index];
    if (at === undefined) return '';
    const end = found[index + 1]?.index ?? text.length;
    return text
      .slice(at.index + at[0].length, end)
      .replace(/[;,]\s*$/, '')
      .trim();
  };
  const [conditions, actions, needs] = [part('conditions'), part('actions'), part('needs')];
  const none = /^(?:none|nothing|nobody|-)\.?$/i;
  return conditions === '' || actions === ''
    ? null
    : { conditions, actions, needs: none.test(needs) ? '' : needs };
}

function wanted({ filled }: Submission, responder: Responder): Wanted {
  return {
    kind: 'wanted',
    field: 'conditions',
    command: {
      type: 'post-update',
      conditions: filled['conditions'] ?? '',
      actions: filled['actions'] ?? '',
      needs: filled['needs'] ?? '',
      stakeholders: filled['told'] === 'yes' ? responder.stakeholders() : null,
    },
  };
}
