import { guardsBeforeResolve } from '../../incident/decide/guards.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import { SelfCheckQuestion } from '../../incident/facts/team-facts.ts';
import type { Form } from './form.ts';
import { percent } from '../words/numbers.ts';
import { suspectName } from '../root.ts';
import { GUARD_WORDS, SELF_CHECK_WORDS } from '../words/team-words.ts';

/** What ended it, the three questions whether it is the root cause, and what would be forgotten. */
export function resolveForm(state: IncidentState): Form {
  const missing = guardsBeforeResolve(state).filter(
    (guard) => !state.overrides.some((one) => one.guard === guard),
  );
  const causes = new Map(
    (state.ranking?.suspects ?? []).map((one) => [
      one.id as string,
      `${suspectName(one)} ${percent(one.probability)}`,
    ]),
  );
  const known = state.confirmed?.cause ?? null;
  if (known !== null && !causes.has(known)) causes.set(known, known);
  return {
    command: 'resolve',
    incident: state.id,
    title: `Resolve ${state.id}`,
    submit: 'Resolve',
    intro:
      missing.length === 0
        ? []
        : [
            { kind: 'paragraph', text: [{ bold: 'Before it is closed' }] },
            {
              kind: 'list',
              items: missing.map((guard) => [
                `${GUARD_WORDS[guard].missing} `,
                { code: GUARD_WORDS[guard].how },
              ]),
            },
          ],
    fields: [
      { kind: 'text', id: 'reason', label: 'What ended it?', hint: 'With the number that shows it.' },
      ...(causes.size === 0
        ? []
        : [
            {
              kind: 'choice' as const,
              id: 'cause',
              label: 'Root cause',
              optional: true,
              options: [...causes].map(([value, label]) => ({ value, label })),
              ...(known === null ? {} : { initial: known }),
            },
          ]),
      ...SelfCheckQuestion.options.map((question) => ({
        kind: 'choice' as const,
        id: question,
        label: SELF_CHECK_WORDS[question],
        options: [
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
          { value: 'unsure', label: 'Not sure' },
        ],
      })),
      { kind: 'text', id: 'shown', label: 'What shows it?', optional: true },
      ...(missing.length === 0
        ? []
        : [
            {
              kind: 'text' as const,
              id: 'although',
              label: 'Why close it although something is missing?',
              hint: 'The reason goes into the note.',
            },
          ]),
    ],
    kept: {},
  };
}
