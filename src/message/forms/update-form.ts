import type { IncidentState } from '../../incident/state/state.ts';
import type { Form } from './form.ts';
import { handoffWords } from '../brief-note.ts';

/** Conditions, actions, needs: with what is known filled in, so that a tired person corrects instead of writing. */
export function updateForm(state: IncidentState, stakeholders: string | null): Form {
  const last = state.updates.at(-1);
  const running = state.mitigations.at(-1);
  return {
    command: 'update',
    incident: state.id,
    title: 'Update',
    submit: 'Post it',
    intro: [],
    fields: [
      {
        kind: 'text',
        id: 'conditions',
        label: 'Conditions: how does it stand?',
        long: true,
        initial: running?.recoveries.at(-1)?.sentence ?? handoffWords(state, '').slice(0, 1500),
      },
      {
        kind: 'text',
        id: 'actions',
        label: 'Actions: what is being done?',
        long: true,
        ...(running === undefined ? {} : { initial: `${running.sentence} (${running.state})` }),
      },
      {
        kind: 'text',
        id: 'needs',
        label: 'Needs: what is missing, from whom?',
        optional: true,
        ...(last === undefined || last.needs === '' ? {} : { initial: last.needs }),
      },
      ...(stakeholders === null
        ? []
        : [
            {
              kind: 'choice' as const,
              id: 'told',
              label: `Tell ${stakeholders} too?`,
              options: [
                { value: 'yes', label: 'Yes' },
                { value: 'no', label: 'No, the thread alone' },
              ],
              initial: 'yes',
            },
          ]),
    ],
    kept: {},
  };
}
