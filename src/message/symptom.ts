import type { Symptom } from '../symptom/symptom.ts';
import type { Document, Text } from './document.ts';
import { differenceInWords, inWords, withInterval } from './words/numbers.ts';
import { plainWords } from './words/plain-words.ts';

/** What changed, by how much, since when. */
export function symptomDocument(symptom: Symptom): Document {
  const facts: { label: string; value: Text }[] = [];
  if (symptom.before !== null)
    facts.push({
      label: 'Before',
      value: [`${withInterval(symptom.before, symptom.unit)}, n = ${symptom.before.n.toLocaleString('en')}`],
    });
  if (symptom.after !== null)
    facts.push({
      label: 'After',
      value: [`${withInterval(symptom.after, symptom.unit)}, n = ${symptom.after.n.toLocaleString('en')}`],
    });
  if (symptom.difference !== null) {
    const words = differenceInWords(symptom.difference, symptom.unit);
    facts.push({ label: 'Difference', value: [`${words}${symptom.changed ? '' : ' — within chance'}`] });
  }
  if (symptom.onset !== null) {
    const { at, from, to, shape } = symptom.onset;
    facts.push({
      label: 'Since',
      value: [
        { time: at, style: 'date-clock' },
        ' (',
        { time: from, style: 'clock' },
        '–',
        { time: to, style: 'clock' },
        `), ${shapeWords[shape]}`,
      ],
    });
  }
  return {
    summary: plainWords(symptom.sentence),
    blocks: [
      { kind: 'paragraph', text: [{ bold: 'What changed: ' }, plainWords(symptom.sentence)] },
      ...(facts.length > 0 ? [{ kind: 'facts' as const, facts }] : []),
      ...(symptom.reason === null ? [] : [{ kind: 'context' as const, text: [symptom.reason] }]),
    ],
  };
}

const shapeWords = { step: 'at once', ramp: 'growing since', bump: 'and over again' } as const;

/** `0.861 → 0.788`, for lists. */
export function changeWords(symptom: Symptom): string {
  if (symptom.before === null || symptom.after === null) return symptom.label;
  return `${symptom.label} ${inWords(symptom.before.value, symptom.unit)} → ${inWords(symptom.after.value, symptom.unit)}`;
}
