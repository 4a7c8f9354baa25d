import { mitigatedAtOf } from '../incident/durations.ts';
import { clocksOf, latestEvidence } from '../incident/state/state.ts';
import type { IncidentState } from '../incident/state/state.ts';
import type { Block, Text } from '../message/document.ts';
import { segmentWords } from '../message/words/numbers.ts';
import { evidenceCodes, list, missing, paragraph, written } from './parts.ts';

/** The rows that a model trained later would learn the fault from: since when, until when, and where. */
export type Contamination = {
  readonly from: Date;
  /** Null: it goes on. */
  readonly to: Date | null;
  /** The segments that carry the change; empty: all traffic. */
  readonly where: readonly string[];
  /** The evidence that rows themselves are wrong. */
  readonly evidence: readonly string[];
  readonly features: readonly string[];
};

/** Checks whose `shifted` says that what the rows hold is wrong, not only that they came late or slowly. */
const ROWS_ARE_WRONG = [
  'null-rate',
  'out-of-range',
  'parity',
  'schema',
  'categories',
  'constant',
  'feature-store',
  'freshness',
  'label-arrival',
  'label-agreement',
];

/** Null when no check says that the rows are wrong, or it is not known since when. */
export function contaminationOf(state: IncidentState): Contamination | null {
  const { began } = clocksOf(state);
  if (began === null || state.ranking?.verdict === 'benign') return null;
  const wrong = ROWS_ARE_WRONG.flatMap((check) => {
    const evidence = latestEvidence(state, check);
    return evidence?.verdict.answer === 'shifted' ? [evidence] : [];
  });
  if (wrong.length === 0) return null;
  const features = wrong.flatMap((one) =>
    one.verdict.findings
      .filter((finding) => finding.shifted && finding.subject.kind === 'feature')
      .map((finding) => finding.subject.name),
  );
  return {
    // From the earliest moment that is possible: a clean row less harms nobody.
    from: state.symptom?.onset?.from ?? began,
    to: mitigatedAtOf(state) ?? state.resolution?.at ?? null,
    where: (state.scope?.segments ?? []).filter((one) => one.carries).map((one) => segmentWords(one.where)),
    evidence: wrong.map((one) => one.id),
    features: [...new Set(features)],
  };
}

export function trainingDataBlocks(state: IncidentState): readonly Block[] {
  const own = written(state, 'training-data');
  const found = contaminationOf(state);
  if (found === null && own !== null) return own;
  if (found === null) return withoutFault(state);
  const lines: Text[] = [
    [
      { bold: 'Leave out, or repair first: ' },
      'rows from ',
      { time: found.from, style: 'date-clock' },
      ...(found.to === null
        ? [' on; it goes on']
        : [' until ', { time: found.to, style: 'date-clock' } as const]),
      '.',
      ...evidenceCodes(found.evidence),
    ],
  ];
  if (found.features.length > 0) lines.push([{ bold: 'Wrong in them: ' }, found.features.join(', ')]);
  if (found.where.length > 0)
    lines.push([
      { bold: 'Where the change was found: ' },
      `${found.where.join('; ')}. Others may hold some, too.`,
    ]);
  return [list(lines), ...(own ?? [])];
}

/** Only what was looked at is said to be whole. */
function withoutFault(state: IncidentState): readonly Block[] {
  const steady = ROWS_ARE_WRONG.flatMap((check) => {
    const evidence = latestEvidence(state, check);
    return evidence?.verdict.answer === 'steady' ? [evidence] : [];
  });
  if (steady.length === 0 || state.ranking === null)
    return [missing('which rows must the next training leave out? (run: note set training-data …)')];
  return [
    paragraph([
      { bold: 'None found: ' },
      `${steady.map((one) => one.check).join(', ')} found nothing wrong with the rows.`,
      ...evidenceCodes(steady.map((one) => one.id)),
    ]),
  ];
}
