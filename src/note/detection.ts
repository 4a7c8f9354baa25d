import { clocksOf } from '../incident/state/state.ts';
import type { IncidentState } from '../incident/state/state.ts';
import type { Block, Text } from '../message/document.ts';
import { duration } from '../message/words/numbers.ts';
import { HYPOTHESES } from '../suspects/list.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';
import { list, missing, written } from './parts.ts';

/** How it was noticed, what would have noticed it earlier, and the question why that was not there. */
export function detectionBlocks(state: IncidentState): readonly Block[] {
  const own = written(state, 'detection');
  const known = knownOf(state);
  return [
    ...(known.length === 0 ? [] : [list(known)]),
    ...(own ?? [missing('why did the tests and the monitors not catch it? (run: note set detection …)')]),
  ];
}

function knownOf(state: IncidentState): readonly Text[] {
  const lines: Text[] = [];
  const first = state.alerts[0]?.alert;
  const { began, detected } = clocksOf(state);
  if (first !== undefined) {
    const late =
      began === null || detected === null
        ? ''
        : `, ${duration((detected.getTime() - began.getTime()) / 1000)} after it began`;
    const by = first.source === 'person' ? 'a person, before any monitor' : `${first.source}: ${first.title}`;
    lines.push([{ bold: 'Noticed by ' }, `${by}${late}.`]);
  }
  if (state.ranking?.verdict === 'benign') return lines;
  const cause = state.confirmed?.cause ?? leadingSuspect(state.ranking)?.id ?? null;
  const guardrails = HYPOTHESES.find((one) => one.id === cause)?.guardrails ?? [];
  if (guardrails.length > 0)
    lines.push([{ bold: 'Such a cause is usually caught by: ' }, `${guardrails.join('; ')}.`]);
  return lines;
}
