import type { Alert } from '../alert/alert.ts';
import { measurementWords, timeWords } from './metric-words.ts';
import { segmentWords } from './segment-condition.ts';
import type { Symptom } from './symptom.ts';

/** The symptom in one sentence: what, of whom, from what to what, since when, how long before the alert. */
export function symptomSentence(
  symptom: Omit<Symptom, 'sentence'>,
  modelName: string,
  alert: Alert | null,
): string {
  const { label, before, after, onset, unit, segment, changed, reason } = symptom;
  const where = segmentWords(segment);
  const subject = `${capital(label)} of ${modelName}${where === '' ? '' : ` (${where})`}`;
  if (before === null || after === null) {
    return `${subject} cannot be compared: ${reason ?? 'too little data'}${since(onset, alert, '; something moved at')}`;
  }
  const [was, is] = [measurementWords(before, unit), measurementWords(after, unit)];
  const verb = after.value < before.value ? 'fell' : 'rose';
  const what = changed
    ? `${subject} ${verb} from ${was} to ${is}`
    : `${subject} is ${is}, before ${was}: not beyond chance`;
  if (onset !== null) return what + since(onset, alert, changed ? ' since' : '; something moved at');
  return changed ? `${what}; no moment of change stands out` : `${what}, and no series moved`;
}

/** The same symptom with the moment of its beginning that the ranking found, where it found one. */
export function redated<S extends Symptom | null>(
  symptom: S,
  onset: Symptom['onset'] | undefined,
  of: { readonly model: string; readonly alert: Alert | null },
): S | Symptom {
  if (symptom === null || onset === null || onset === undefined) return symptom;
  const dated = { ...symptom, onset };
  return { ...dated, sentence: symptomSentence(dated, of.model, of.alert) };
}

function since(onset: Symptom['onset'], alert: Alert | null, word: string): string {
  if (onset === null) return '';
  const span = `${timeWords(onset.at, onset.at)} UTC (${timeWords(onset.from, onset.at)}–${timeWords(onset.to, onset.at)})`;
  const minutes = alert === null ? 0 : Math.round((alert.startedAt.getTime() - onset.at.getTime()) / 60_000);
  return `${word} ${span}${minutes > 0 ? `, ${minutes} minutes before the alert` : ''}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
