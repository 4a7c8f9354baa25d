import type { IncidentState } from '../incident/state/state.ts';
import { holdersOf } from '../incident/state/team-state.ts';
import type { TeamFact } from '../incident/facts/team-facts.ts';
import { brief } from './words/brief.ts';
import type { Document, Text } from './document.ts';

type Update = Pick<Extract<TeamFact, { type: 'update-posted' }>, 'conditions' | 'actions' | 'needs'>;

/** How things stand, what is being done, what is needed: in the thread. */
export function updateDocument(
  state: IncidentState,
  update: Update & { readonly stakeholders: string | null },
  by: Text[number],
): Document {
  return {
    summary: `Update on ${state.id}: ${wordsOf(update)}`,
    blocks: [
      { kind: 'paragraph', text: [{ bold: 'Update' }, ' · ', by] },
      { kind: 'facts', facts: factsOf(update) },
      ...(update.stakeholders === null
        ? []
        : [{ kind: 'context' as const, text: [`also told in ${update.stakeholders}`] }]),
    ],
  };
}

/** The same for those who do not follow the thread: what it is about comes first. */
export function stakeholderDocument(
  state: IncidentState,
  update: Update,
  thread: string | null = null,
): Document {
  const [lead] = holdersOf(state, 'lead');
  const about = `${state.id} · ${state.model} · ${state.severity.toUpperCase()}`;
  const symptom = brief(state.symptom?.sentence ?? state.title);
  return {
    summary: `${about}: ${symptom} ${wordsOf(update)}`,
    blocks: [
      { kind: 'paragraph', text: [{ bold: about }, ` ${symptom}`] },
      { kind: 'facts', facts: factsOf(update) },
      {
        kind: 'context',
        text: [
          ...(lead === undefined ? ['nobody leads yet'] : ['led by ', { person: lead }]),
          ...(thread === null ? [] : [' · ', { link: thread, text: 'the thread' }]),
        ],
      },
    ],
  };
}

const factsOf = (update: Update): readonly { readonly label: string; readonly value: Text }[] => [
  { label: 'Conditions', value: [update.conditions] },
  { label: 'Actions', value: [update.actions] },
  { label: 'Needs', value: [update.needs === '' ? 'nothing' : update.needs] },
];

const wordsOf = ({ conditions, actions, needs }: Update): string =>
  `Conditions: ${conditions} Actions: ${actions}${needs === '' ? '' : ` Needs: ${needs}`}`;
