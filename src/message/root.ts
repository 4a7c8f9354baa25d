import { culpritNames } from '../suspects/culprit-names.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';
import type { Culprit } from '../suspects/vocabulary.ts';
import { clocksOf } from '../incident/state/state.ts';
import type { IncidentState } from '../incident/state/state.ts';
import { STAGES, stageOf } from '../incident/stages.ts';
import { holdersOf } from '../incident/state/team-state.ts';
import { brief } from './words/brief.ts';
import type { Block, Button, Document, Text } from './document.ts';
import { nextActions } from './next-actions.ts';
import { percent, segmentWords } from './words/numbers.ts';

/**
 * The incident's one root message: what a person at night needs, in twelve lines at most, with the next thing to do as a
 * button. A fact is a line, as columns become two lines each on a phone.
 */
export function rootMessage(state: IncidentState): Document {
  const top = leadingSuspect(state.ranking);
  const headline = brief(state.symptom?.sentence ?? state.title, 240);
  const lead =
    top === null ? '' : ` Top suspect: ${brief(suspectName(top), 120)}, ${percent(top.probability)}.`;
  return {
    summary: `${state.id} ${statusWord(state)} · ${state.model} · ${state.severity.toUpperCase()}: ${headline}${lead} ${ledBy(state)}.`,
    blocks: [
      {
        kind: 'heading',
        text: `${statusMark(state)} ${state.id} · ${state.model} · ${state.severity.toUpperCase()}`,
      },
      { kind: 'paragraph', text: [headline] },
      { kind: 'paragraph', text: linesOf(factsOf(state)) },
      { kind: 'context', text: contextOf(state) },
      ...buttonsOf(state),
    ],
  };
}

export function suspectName(suspect: {
  readonly id: string;
  readonly culprit: Culprit | null;
  readonly alongside?: readonly Culprit[] | undefined;
}): string {
  const name = culpritNames(suspect);
  return name === null ? suspect.id : `${suspect.id} (${name})`;
}

function statusWord(state: IncidentState): string {
  if (state.status === 'resolved') return 'resolved';
  return state.triage === null && state.ranking === null ? 'opened' : 'open';
}

function statusMark(state: IncidentState): string {
  if (state.status === 'resolved') return '✅';
  return state.ranking?.verdict === 'benign' ? '🟢' : '🔴';
}

const MOST_FACTS = 7;

/** `*label* value`, a line each. */
function linesOf(facts: Extract<Block, { kind: 'facts' }>['facts']): Text {
  return facts
    .slice(0, MOST_FACTS)
    .flatMap((fact, index) => [...(index === 0 ? [] : ['\n']), { bold: `${fact.label}: ` }, ...fact.value]);
}

/** For phones, which read the summary only. */
const ledBy = (state: IncidentState): string =>
  holdersOf(state, 'lead').length === 0 ? 'Nobody leads yet' : 'Somebody leads';

function factsOf(state: IncidentState): Extract<Block, { kind: 'facts' }>['facts'] {
  const facts: { label: string; value: Text }[] = [];
  if (state.scope !== null) facts.push({ label: 'For whom', value: [brief(forWhom(state), 200)] });
  const { ranking } = state;
  const top = leadingSuspect(ranking);
  if (ranking !== null && ranking.verdict !== 'incident') {
    facts.push({
      label: 'Verdict',
      value: [{ bold: ranking.verdict }, ` — ${brief(ranking.verdictReason)}`],
    });
  }
  if (ranking !== null && top !== null && ranking.verdict !== 'benign') {
    facts.push({
      label: 'Top suspect',
      value: [{ bold: brief(suspectName(top), 120) }, ` ${percent(top.probability)}`],
    });
    if (ranking.change !== null)
      facts.push({ label: 'Change', value: [{ code: brief(ranking.change, 120) }] });
    const mitigation = ranking.mitigations[0];
    if (mitigation !== undefined && state.mitigations.length === 0)
      facts.push({ label: 'Least risky', value: [brief(mitigation.sentence, 160)] });
  }
  if (state.confirmed !== null)
    facts.push({
      label: 'Cause, confirmed',
      value: [
        { bold: brief(suspectName({ id: state.confirmed.cause, culprit: state.confirmed.culprit }), 120) },
      ],
    });
  const treated = state.mitigations.at(-1);
  if (treated !== undefined) facts.push({ label: 'Mitigation', value: [mitigationWords(treated)] });
  if (state.resolution !== null) facts.push({ label: 'Resolved', value: [brief(state.resolution.reason)] });
  if (facts.length === 0)
    facts.push({ label: 'Now', value: ['measuring what changed, since when and for whom …'] });
  return facts;
}

function mitigationWords(one: IncidentState['mitigations'][number]): string {
  const recovery = one.recoveries.at(-1);
  return `${one.id} ${brief(one.sentence, 100)} ${recovery === undefined ? `(${one.state})` : brief(recovery.sentence, 120)}`;
}

function forWhom(state: IncidentState): string {
  const scope = state.scope;
  if (scope === null) return 'not measured yet';
  if (scope.answer !== 'segments') return scope.answer === 'all-alike' ? 'all traffic alike' : scope.sentence;
  return scope.segments.map((segment) => segmentWords(segment.where)).join(' · ');
}

function contextOf(state: IncidentState): Text {
  const clocks = clocksOf(state);
  const stage = stageOf(state);
  const text: Text[number][] = [`${stage} (${STAGES.indexOf(stage) + 1} of ${STAGES.length})`];
  const [lead] = holdersOf(state, 'lead');
  text.push(...(lead === undefined ? [' · nobody leads yet'] : [' · led by ', { person: lead }]));
  if (clocks.began !== null) text.push(' · began ', { time: clocks.began, style: 'date-clock' });
  if (clocks.detected !== null) text.push(' · detected ', { time: clocks.detected, style: 'date-clock' });
  text.push(' · declared ', { time: clocks.declared, style: 'date-clock' });
  const repeats = state.alerts.filter((met) => met.meeting === 'repeated').length;
  if (repeats > 0) text.push(` · the alert repeated ${repeats === 1 ? 'once' : `${repeats} times`}`);
  const quiet = state.alerts.filter((met) => met.meeting === 'remembered').length;
  if (quiet > 0)
    text.push(` · judged benign, it came again ${quiet === 1 ? 'once' : `${quiet} times`} and woke nobody`);
  return text;
}

/** What to do next, most urgent first; then what people look at. */
function buttonsOf(state: IncidentState): readonly Block[] {
  const actions = nextActions(state)
    .slice(0, 4)
    .map(({ button }, index): Button => (index === 0 ? { ...button, style: 'primary' } : button));
  const known = new Set(actions.map((one) => one.label));
  const views = [view(state, 'Suspects', 'suspects'), view(state, 'Note', 'note')];
  const shown = state.ranking === null ? views.slice(1) : views;
  return [{ kind: 'buttons', buttons: [...actions, ...shown.filter((one) => !known.has(one.label))] }];
}

const view = (state: IncidentState, label: string, command: string): Button => ({
  label,
  command: `${state.id} ${command}`,
});
