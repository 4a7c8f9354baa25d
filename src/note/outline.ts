import { plainWords, shareOfChangeWords } from '../message/plain-words.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';
import type { IncidentEvent } from '../incident/events.ts';
import { stateOf } from '../incident/evolve.ts';
import type { IncidentState } from '../incident/state.ts';
import type { Block, Document, Text } from '../message/document.ts';
import { nameOf } from '../message/checks.ts';
import { duration, percent, segmentWords } from '../message/numbers.ts';
import { suspectName } from '../message/root.ts';
import { clocksText } from '../message/status.ts';
import { timelineOf } from '../message/timeline.ts';
import { nextWhy, treeOf } from '../message/whys.ts';
import { causeBlocks } from './cause.ts';
import { impactOf } from './impact.ts';

/**
 * The incident note, assembled from the log and nothing else. What the log does not say is asked for, in the place where
 * the answer belongs; nothing is invented.
 */
export function noteDocument(events: readonly IncidentEvent[]): Document {
  const state = stateOf(events);
  if (state === null) throw new Error('a note needs at least the declaration of its incident');
  const blocks = [
    heading(`${state.id}: ${state.symptom?.label ?? state.title} of ${state.model}`),
    ...summary(state),
    heading('Three clocks'),
    paragraph(clocksText(state)),
    heading('Impact'),
    ...impact(state),
    heading('Timeline'),
    list(timelineOf(events).map((line) => [{ time: line.at, style: 'date-clock' }, ` ${line.text}`])),
    heading('Symptom'),
    paragraph([plainWords(state.symptom?.sentence ?? 'Not measured. Run: symptom')]),
    heading('Scope'),
    ...scope(state),
    heading('Evidence'),
    ...evidence(state),
    heading('Suspects'),
    ...suspects(state),
    heading('5 Whys'),
    ...whys(state),
    heading('Action items'),
    ...actions(state),
    heading('Versions and configuration'),
    ...versions(state),
  ];
  return {
    summary: `Note of ${state.id}, revision ${state.noteRevision}: ${plainWords(state.symptom?.sentence ?? state.title)}`,
    blocks,
  };
}

const heading = (text: string): Block => ({ kind: 'heading', text });
const paragraph = (text: Text): Block => ({ kind: 'paragraph', text });
const list = (items: readonly Text[]): Block => ({ kind: 'list', items });
const missing = (question: string): Block => ({
  kind: 'paragraph',
  text: [{ italic: `To be filled in: ${question}` }],
});

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

function summary(state: IncidentState): readonly Block[] {
  const { ranking, resolution } = state;
  const top = leadingSuspect(ranking);
  const words: Text[number][] = [sentence(plainWords(state.symptom?.sentence ?? state.title)), ' '];
  if (ranking !== null && ranking.verdict === 'benign') words.push(ranking.verdictReason);
  else if (top !== null)
    words.push(
      'The leading suspect is ',
      { bold: suspectName(top) },
      ` with ${percent(top.probability)}: ${top.sentence}`,
    );
  if (resolution === null) words.push(' The incident is open.');
  else
    words.push(
      ` Resolved after ${duration((resolution.at.getTime() - state.declaredAt.getTime()) / 1000)}: ${sentence(resolution.reason)}`,
    );
  return [
    paragraph(words),
    paragraph([{ bold: state.severity.toUpperCase() }, ` — ${state.severityReason}`]),
  ];
}

function impact(state: IncidentState): readonly Block[] {
  const lines = impactOf(state);
  return [
    ...(lines.length > 0 ? [list(lines)] : []),
    ...(state.evidence.some((one) => one.check === 'business-impact' && one.verdict.answer !== 'inconclusive')
      ? []
      : [missing('what did this cost the business and its users? (run: check business-impact)')]),
  ];
}

function scope(state: IncidentState): readonly Block[] {
  if (state.scope === null) return [missing('who is affected? (run: scope)')];
  const rows = state.scope.segments.map((segment): Text => [
    { bold: segmentWords(segment.where) },
    segment.shareOfChange === null ? '' : `: ${shareOfChangeWords(segment.shareOfChange)} of the change`,
    ` with ${percent(segment.shareOfTraffic.after)} of the traffic`,
  ]);
  return [
    paragraph([plainWords(state.scope.sentence)]),
    ...(rows.length > 0 ? [list(rows)] : []),
    ...state.scope.warnings.map((warning) => paragraph([`⚠️ ${warning}`])),
  ];
}

function evidence(state: IncidentState): readonly Block[] {
  if (state.evidence.length === 0) return [missing('which checks were run, with what answer?')];
  const of = (answer: 'shifted' | 'steady' | 'inconclusive'): readonly Text[] =>
    state.evidence
      .filter((one) => one.verdict.answer === answer)
      .map((one) => [{ code: one.id }, ' ', { bold: nameOf(one) }, ` ${one.verdict.line}`]);
  const part = (title: string, items: readonly Text[]): readonly Block[] =>
    items.length === 0 ? [] : [paragraph([{ bold: title }]), list(items)];
  return [
    ...part('Shifted', of('shifted')),
    ...part('Steady: looked at and ruled out', of('steady')),
    ...part('Could not say', of('inconclusive')),
    paragraph([`Each can be run again: rerun <evidence>, say rerun ${state.evidence[0]?.id ?? 'E1'}.`]),
  ];
}

function suspects(state: IncidentState): readonly Block[] {
  const { ranking } = state;
  if (ranking === null) return [missing('what is suspected?')];
  const items = ranking.suspects
    .slice(0, 6)
    .map((one): Text => [
      { bold: suspectName(one) },
      ` ${percent(one.probability)} (prior ${percent(one.history?.prior ?? one.prior)}${one.history === undefined ? '' : `, ${one.history.caused} of ${one.history.closed} closed incidents`}): ${one.sentence}`,
    ]);
  const mitigation = ranking.mitigations[0];
  return [
    { kind: 'list', ordered: true, items },
    ...(ranking.change === null
      ? []
      : [paragraph([{ bold: 'Change that brought it: ' }, { code: ranking.change }])]),
    ...(mitigation === undefined
      ? []
      : [
          paragraph([
            { bold: 'Least risky mitigation: ' },
            mitigation.sentence,
            ` Verify: ${mitigation.verify}`,
          ]),
        ]),
    ...causeBlocks(state),
  ];
}

function whys(state: IncidentState): readonly Block[] {
  return [...(state.whys.length > 0 ? [list(treeOf(state.whys))] : []), missing(nextWhy(state))];
}

function actions(state: IncidentState): readonly Block[] {
  const culprit = leadingSuspect(state.ranking)?.culprit?.name ?? null;
  return [
    missing(`who fixes ${culprit ?? 'the cause'} for good, and by when?`),
    missing('which guardrail would have caught it (contract, canary, parity test, version pin, alert)?'),
    missing('why did the tests and the monitors not catch it?'),
  ];
}

function versions(state: IncidentState): readonly Block[] {
  const { snapshot } = state;
  if (snapshot === null) return [missing('which model, feature and configuration versions were serving?')];
  return [
    list([
      ['Versions serving: ', snapshot.versions.join(', ') || 'not known'],
      ['Recent changes: ', snapshot.changes.join('; ') || 'none recorded'],
      ['Configuration ', { code: snapshot.configHash.slice(0, 12) }],
    ]),
  ];
}
