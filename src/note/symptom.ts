import type { IncidentState } from '../incident/state/state.ts';
import type { Block, Text } from '../message/document.ts';
import { clock, inWords } from '../message/words/numbers.ts';
import { plainWords } from '../message/words/plain-words.ts';
import type { Measurement, Symptom } from '../symptom/symptom.ts';
import type { Window } from '../time/window.ts';
import { list, paragraph } from './parts.ts';

/** What was measured, with its interval, its rows and its windows: the summary has said it in a sentence. */
export function symptomBlocks({ symptom }: IncidentState): readonly Block[] {
  if (symptom === null) return [paragraph(['Not measured. Run: symptom'])];
  if (symptom.before === null || symptom.after === null) return [paragraph([plainWords(symptom.sentence)])];
  const { baseline, incident } = symptom.windows;
  return [
    list([
      [{ bold: `${plainWords(symptom.label)} before: ` }, ...measured(symptom.before, symptom, baseline)],
      [{ bold: 'During: ' }, ...measured(symptom.after, symptom, incident)],
      [{ bold: 'Beyond chance: ' }, chanceOf(symptom)],
    ]),
  ];
}

function measured({ value, low, high, n }: Measurement, { unit }: Symptom, window: Window): Text {
  const interval = low === null || high === null ? '' : ` (${inWords(low, unit)}–${inWords(high, unit)})`;
  const span = `${clock(window.from, new Date(0))} – ${clock(window.to, window.from)}`;
  return [`${inWords(value, unit)}${interval}, ${n.toLocaleString('en')} rows, ${span}`];
}

function chanceOf({ changed, p }: Symptom): string {
  if (!changed || p === null) return changed ? 'yes' : 'no';
  return p < 0.0001
    ? 'yes, chance alone would do it less than once in ten thousand times'
    : `yes, p = ${Number(p.toPrecision(2))}`;
}
