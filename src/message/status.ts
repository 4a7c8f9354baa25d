import { leadingSuspect } from '../suspects/vocabulary.ts';
import { clocksOf } from '../incident/state/state.ts';
import type { IncidentState } from '../incident/state/state.ts';
import { STAGES, stageOf } from '../incident/stages.ts';
import type { Block, Document, Text } from './document.ts';
import { duration, percent } from './words/numbers.ts';
import { suspectName } from './root.ts';

/** Where an incident stands, for somebody who just came in. */
export function statusDocument(state: IncidentState): Document {
  const stage = stageOf(state);
  const top = leadingSuspect(state.ranking);
  const facts: { label: string; value: Text }[] = [
    {
      label: 'Status',
      value: [`${state.status}, ${state.severity.toUpperCase()} (${state.severityReason})`],
    },
    { label: 'Stage', value: [STAGES.map((one) => (one === stage ? `▸${one}` : one)).join(' · ')] },
    { label: 'Symptom', value: [state.symptom?.sentence ?? 'not measured yet'] },
    { label: 'For whom', value: [state.scope?.sentence ?? 'not measured yet'] },
    {
      label: 'Top suspect',
      value: [
        top === null ? 'none yet' : `${suspectName(top)}, ${percent(top.probability)}: ${top.sentence}`,
      ],
    },
    { label: 'Clocks', value: clocksText(state) },
    {
      label: 'Alerts',
      value: [`${state.alerts.length}, the last ${state.alerts.at(-1)?.meeting ?? 'none'}`],
    },
  ];
  const failed: readonly Block[] = state.failures.map((failure) => ({
    kind: 'context',
    text: [`⚠️ ${failure.step}: ${failure.message} ${failure.hint}`],
  }));
  return {
    summary: `${state.id} is ${state.status}: ${state.symptom?.sentence ?? state.title}`,
    blocks: [{ kind: 'facts', facts }, ...failed],
  };
}

/** The three clocks with the two gaps that a postmortem asks for. */
export function clocksText(state: IncidentState): Text {
  const { began, detected, declared } = clocksOf(state);
  // The onset is an estimate: an alert may have fired before it.
  const gap = (from: Date, to: Date): string => {
    const seconds = (to.getTime() - from.getTime()) / 1000;
    return seconds < 0 ? ` (${duration(-seconds)} before)` : ` (${duration(seconds)} later)`;
  };
  const text: Text[number][] = [];
  if (began === null) text.push('began: not known');
  else text.push('began ', { time: began, style: 'date-clock' });
  if (detected !== null)
    text.push(
      ' · detected ',
      { time: detected, style: 'date-clock' },
      began === null ? '' : gap(began, detected),
    );
  text.push(
    ' · declared ',
    { time: declared, style: 'date-clock' },
    detected === null ? '' : gap(detected, declared),
  );
  return text;
}
