import type { IncidentState } from '../../incident/state/state.ts';
import { brief } from '../words/brief.ts';
import { nameOf } from '../checks.ts';
import type { Form } from './form.ts';
import { nextWhy } from '../whys.ts';

const MOST_OPTIONS = 90;

/** One why: what it answers, in whose words, and the evidence it rests on. `edit` names one to be said better. */
export function whyForm(
  state: IncidentState,
  place: { readonly under: string | null; readonly edit: string | null },
): Form {
  const edited = state.whys.find((one) => one.id === place.edit);
  const under = state.whys.find((one) => one.id === place.under);
  const question = under === undefined ? nextWhy(state) : `Why was that so: “${brief(under.text, 300)}”?`;
  return {
    command: 'why',
    incident: state.id,
    title: edited === undefined ? 'Why?' : `Why ${edited.id}`,
    submit: 'Keep it',
    intro: [
      { kind: 'paragraph', text: [edited === undefined ? question : 'Say it better.'] },
      {
        kind: 'context',
        text: [
          'Ask until a process or a control is named that failed: neither a symptom, nor a person, nor the fix.',
        ],
      },
    ],
    fields: [
      {
        kind: 'text',
        id: 'because',
        label: 'Because …',
        long: true,
        ...(edited === undefined ? {} : { initial: edited.text }),
      },
      ...(state.evidence.length === 0
        ? []
        : [
            {
              kind: 'choice' as const,
              id: 'evidence',
              label: 'Evidence it rests on',
              hint: 'Without one it is marked unproven.',
              optional: true,
              options: state.evidence.slice(-MOST_OPTIONS).map((one) => ({
                value: one.id,
                label: brief(`${one.id} ${nameOf(one)}: ${one.verdict.line}`, 75),
              })),
              ...(edited === undefined || edited.evidence === null ? {} : { initial: edited.evidence }),
            },
          ]),
      ...(edited !== undefined || state.whys.length === 0
        ? []
        : [
            {
              kind: 'choice' as const,
              id: 'under',
              label: 'It answers',
              options: [
                { value: 'first', label: 'the symptom itself' },
                ...state.whys
                  .slice(-MOST_OPTIONS)
                  .map((one) => ({ value: one.id, label: brief(`${one.id} ${one.text}`, 75) })),
              ],
              initial: place.under ?? 'first',
            },
          ]),
    ],
    kept: { edit: edited?.id ?? '' },
  };
}
