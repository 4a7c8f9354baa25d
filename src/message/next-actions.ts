import { reachesRoot } from '../incident/whys.ts';
import { stageOf } from '../incident/stages.ts';
import type { Stage } from '../incident/stages.ts';
import type { IncidentState } from '../incident/state/state.ts';
import { holdersOf } from '../incident/state/team-state.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';
import type { Button, Document } from './document.ts';

/** One thing to do now, with why. The most urgent first. */
export type NextAction = { readonly button: Button; readonly why: string };

/**
 * What a person would do next, from where the incident is in the loop: somebody leads, it is known how bad it is, what tells
 * the suspects apart is run, it stops hurting, it is shown to have stopped, the cause is asked after, and it is closed.
 */
export function nextActions(state: IncidentState): readonly NextAction[] {
  if (state.status === 'resolved') return afterwards(state);
  const to = (label: string, command: string, why: string): NextAction => ({
    button: { label, command: `${state.id} ${command}` },
    why,
  });
  const actions: NextAction[] = [];
  const proposed = state.severityProposal;
  if (proposed !== null && proposed.severity !== state.severity && state.severityChoice !== 'chosen')
    actions.push(
      to(
        `Make it ${proposed.severity.toUpperCase()}`,
        `severity ${proposed.severity} as the data say`,
        proposed.reasons.map((one) => one.words).join('; '),
      ),
    );
  actions.push(...treatment(state, to));
  const next = state.ranking?.nextCheck ?? null;
  if (next !== null) actions.push(to(`Run ${next.name}`, `check ${next.name}`, next.why));
  if (holdersOf(state, 'lead').length === 0) actions.push(to('I lead', 'lead', 'nobody leads yet'));
  if (state.scope === null || state.scope.answer === 'inconclusive')
    actions.push(to('Scope', 'scope', 'nobody knows for whom'));
  actions.push(to('Update', 'update', 'tell the others how it stands'));
  return actions;
}

type To = (label: string, command: string, why: string) => NextAction;

/** To stop it hurting, and to see that it stopped. */
function treatment(state: IncidentState, to: To): readonly NextAction[] {
  const last = state.mitigations.at(-1);
  if (last === undefined || last.state === 'failed')
    return leadingSuspect(state.ranking) !== null && state.ranking?.verdict === 'incident'
      ? [to('Mitigate', 'mitigate', state.ranking.mitigations[0]?.sentence ?? 'what would stop it hurting')]
      : state.ranking?.verdict === 'benign'
        ? [to('Resolve', 'resolve', 'it is benign')]
        : [];
  if (last.state !== 'done')
    return last.way === 'person' ? [to(`${last.id} is done`, `mitigate done ${last.id}`, last.sentence)] : [];
  const recovery = last.recoveries.at(-1)?.verdict;
  if (recovery === 'recovered')
    return [
      ...(!reachesRoot(state) ? [to('5 Whys', 'why', 'it stopped; why could it happen?')] : []),
      to('Resolve', 'resolve', 'the metric is back'),
    ];
  return [
    to(`Measure after ${last.id}`, `mitigate watch ${last.id}`, 'did it help?'),
    ...(recovery === 'not-recovered' ? [to('Mitigate', 'mitigate', 'it did not help: another one')] : []),
  ];
}

/** It is over: what is learnt from it. */
function afterwards(state: IncidentState): readonly NextAction[] {
  const to: To = (label, command, why) => ({ button: { label, command: `${state.id} ${command}` }, why });
  const open = state.actions.filter((one) => one.done === null).length;
  return [
    to('Note', 'note', 'what happened, for those who were not there'),
    to('Write in it', 'note parts', 'summary, impact, why nothing caught it, lessons'),
    ...(state.published === null ? [to('Publish it', 'note publish', 'files, canvas, the others')] : []),
    to('Timeline', 'timeline', 'in the order in which it happened'),
    to('5 Whys', 'why', 'what let it happen'),
    to('Action items', 'action', open === 0 ? 'what keeps it from coming back' : `${open} are open`),
  ];
}

const DOING: Readonly<Record<Stage, string>> = {
  Signal: 'the alert is in; what changed is being measured',
  Symptom: 'what changed is known; for whom is next',
  Scope: 'for whom is known; what is to blame is next',
  Suspects: 'suspects are ranked; tell them apart',
  Samples: 'single requests were looked at',
  Simulate: 'it was replayed',
  Settle: 'it is over; what is learnt from it',
};

/** `/rca` with nothing: where it stands and what can be done now, for that person alone. */
export function trayDocument(state: IncidentState): Document {
  const actions = nextActions(state);
  const stage = stageOf(state);
  const more: readonly Button[] = [
    ['Status', 'status'],
    ['Suspects', 'suspects'],
    ['Checklists', 'checklist'],
    ['Timeline', 'timeline'],
    ['Hand over?', 'help handoff'],
  ].map(([label = '', command = '']) => ({ label, command: `${state.id} ${command}` }));
  return {
    summary: `${state.id} at ${stage}: ${DOING[stage]}. Next: ${actions.map((one) => one.button.label).join(', ')}`,
    blocks: [
      { kind: 'paragraph', text: [{ bold: `${state.id} at ${stage}` }, `: ${DOING[stage]}.`] },
      {
        kind: 'list',
        items: actions.slice(0, 5).map((one) => [{ bold: one.button.label }, ` — ${one.why}`]),
      },
      {
        kind: 'buttons',
        buttons: actions
          .slice(0, 5)
          .map(({ button }, index) => (index === 0 ? { ...button, style: 'primary' as const } : button)),
      },
      { kind: 'buttons', buttons: more },
    ],
  };
}
