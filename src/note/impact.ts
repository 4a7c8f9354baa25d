import type { IncidentState } from '../incident/state/state.ts';
import { latestEvidence } from '../incident/state/state.ts';
import type { Text } from '../message/document.ts';
import { percent } from '../message/words/numbers.ts';
import { changeWords } from '../message/symptom.ts';

/** What the log knows of the damage: the symptom, the traffic it touches, the business check. Only measured numbers. */
export function impactOf(state: IncidentState): readonly Text[] {
  const lines: Text[] = [];
  if (state.symptom !== null) lines.push([{ bold: 'Metric: ' }, changeWords(state.symptom)]);
  const touched = touchedShare(state);
  if (touched !== null) lines.push([{ bold: 'Traffic: ' }, touched]);
  const business = latestEvidence(state, 'business-impact');
  if (business !== null && business.verdict.answer !== 'inconclusive') {
    lines.push([{ bold: 'Business: ' }, business.verdict.line, ' ', { code: business.id }]);
  } else if (business !== null)
    lines.push([{ bold: 'Business, not measured: ' }, business.verdict.line, ' ', { code: business.id }]);
  return lines;
}

function touchedShare(state: IncidentState): string | null {
  const { scope } = state;
  if (scope === null || scope.answer === 'inconclusive') return null;
  if (scope.answer === 'all-alike') return 'all of it';
  if (scope.segments.length === 0) return null;
  const widest = Math.max(...scope.segments.map((segment) => segment.shareOfTraffic.after));
  return scope.segments.length === 1
    ? `${percent(widest)} of the requests`
    : `${scope.segments.length} segments, the largest with ${percent(widest)} of the requests`;
}
