import type { IncidentState } from '../incident/state/state.ts';
import { suggestedActions } from '../incident/suggest-actions.ts';
import { ruledActions } from './action-rule.ts';
import type { Document } from './document.ts';
import type { Form } from './forms/form.ts';
import { ACTION_KIND_WORDS, actionText } from './words/team-words.ts';

/** The action items, and what is suggested as one-press additions. */
export function actionsDocument(state: IncidentState): Document {
  const open = state.actions.filter((one) => one.done === null);
  const ruled = ruledActions(open);
  const suggestions = suggestedActions(state).slice(0, 4);
  return {
    summary: `Action items: ${open.length} open, ${state.actions.length - open.length} done`,
    blocks: [
      {
        kind: 'paragraph',
        text: [{ bold: 'Action items' }, state.actions.length === 0 ? ' — none yet' : ''],
      },
      ...(state.actions.length === 0
        ? []
        : [{ kind: 'list' as const, items: state.actions.map(actionText) }]),
      ...(suggestions.length === 0
        ? []
        : [
            { kind: 'paragraph' as const, text: ['What would have caught it:'] },
            {
              kind: 'buttons' as const,
              buttons: suggestions.map((one) => ({
                label: `＋ ${one.text}`.slice(0, 70),
                command: `${state.id} action add ${one.kind} "${one.text.replaceAll('"', "'")}"`,
              })),
            },
          ]),
      ...(ruled.length === 0
        ? []
        : [
            {
              kind: 'buttons' as const,
              buttons: ruled.slice(0, 5).map((one) => ({
                label: `Rule of ${one.id}`,
                command: `${state.id} action export ${one.id}`,
              })),
            },
          ]),
      {
        kind: 'buttons',
        buttons: [
          { label: 'Add another', command: `${state.id} action new`, style: 'primary' },
          ...open
            .slice(0, 5)
            .map((one) => ({ label: `Done ${one.id}`, command: `${state.id} action done ${one.id}` })),
        ],
      },
    ],
  };
}

export function actionForm(state: IncidentState): Form {
  return {
    command: 'action',
    incident: state.id,
    title: 'Action item',
    submit: 'Add',
    intro: [],
    fields: [
      { kind: 'text', id: 'text', label: 'What is to be done?' },
      {
        kind: 'choice',
        id: 'kind',
        label: 'What is it for?',
        options: Object.entries(ACTION_KIND_WORDS).map(([value, label]) => ({ value, label })),
        initial: 'fix',
      },
      { kind: 'person', id: 'owner', label: 'Who does it?', optional: true },
      { kind: 'day', id: 'due', label: 'Until when?', optional: true },
    ],
    kept: {},
  };
}
