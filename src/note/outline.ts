import type { IncidentEvent } from '../incident/facts/events.ts';
import { stateOf } from '../incident/evolve/evolve.ts';
import type { IncidentState } from '../incident/state/state.ts';
import type { Block, Document, Text } from '../message/document.ts';
import { percent, segmentWords } from '../message/words/numbers.ts';
import { plainWords, shareOfChangeWords } from '../message/words/plain-words.ts';
import { suspectName } from '../message/root.ts';
import { changeWords } from '../message/symptom.ts';
import { nextWhy, treeOf } from '../message/whys.ts';
import { reachesRoot } from '../incident/whys.ts';
import { actionBlocks, lessonBlocks, overrideBlocks, similarBlocks, versionBlocks } from './after.ts';
import { causeBlocks } from './cause.ts';
import { checkedBlocks } from './checked.ts';
import { clocksBlocks } from './clocks.ts';
import { detectionBlocks } from './detection.ts';
import { impactOf } from './impact.ts';
import { mitigationBlocks } from './mitigation.ts';
import { changeText, heading, list, missing, paragraph, written } from './parts.ts';
import { storyBlocks } from './story.ts';
import { symptomBlocks } from './symptom.ts';
import { headOf, summaryOf } from './summary.ts';
import { trainingDataBlocks } from './training-data.ts';

/**
 * The incident note, assembled from the log and nothing else. What the log does not say is asked for, in the place where
 * the answer belongs; nothing is invented. What a person wrote for a part stands in that part, however often it is assembled.
 */
export function noteDocument(events: readonly IncidentEvent[]): Document {
  const state = stateOf(events);
  if (state === null) throw new Error('a note needs at least the declaration of its incident');
  const part = (title: string, blocks: readonly Block[]): readonly Block[] =>
    blocks.length === 0 ? [] : [heading(title), ...blocks];
  const blocks = [
    heading(titleOf(state)),
    headOf(events, state),
    ...part('Summary', summaryOf(events, state)),
    ...part('Impact', impact(state)),
    ...part('Three clocks', clocksBlocks(events, state)),
    ...part('Timeline', storyBlocks(events)),
    ...part('Symptom', symptomBlocks(state)),
    ...part('Scope', scope(state)),
    ...part('Root cause', [...(written(state, 'cause') ?? []), ...causeBlocks(state)]),
    ...part('5 Whys', whys(state)),
    ...part('Why the tests and the monitors did not catch it', detectionBlocks(state)),
    ...part('Training data to leave out', trainingDataBlocks(state)),
    ...part('Mitigation and its proof', mitigationBlocks(state)),
    ...part('Action items', actionBlocks(state)),
    ...part('Lessons', lessonBlocks(state)),
    ...part('Seen before', similarBlocks(state)),
    // What somebody looks up who doubts: behind what is learnt and promised.
    ...part('Suspects', suspects(state)),
    ...part('What was checked', checkedBlocks(state)),
    ...part('Versions and configuration', versionBlocks(state)),
    ...part('Guard rails', overrideBlocks(state)),
  ];
  return {
    summary: `Note of ${state.id}, revision ${state.noteRevision}: ${plainWords(state.symptom?.sentence ?? state.title)}`,
    blocks,
  };
}

/** `INC-1: AUC 0.861 → 0.788 (ranker)`. */
export function titleOf(state: IncidentState): string {
  return state.symptom === null
    ? `${state.id}: ${state.title}`
    : `${state.id}: ${changeWords(state.symptom)} (${state.model})`;
}

function impact(state: IncidentState): readonly Block[] {
  const own = written(state, 'impact');
  const lines = impactOf(state);
  const isMeasured = state.evidence.some(
    (one) => one.check === 'business-impact' && one.verdict.answer !== 'inconclusive',
  );
  return [
    ...(lines.length > 0 ? [list(lines)] : []),
    ...(own ?? []),
    ...(isMeasured || own !== null
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

function suspects(state: IncidentState): readonly Block[] {
  const { ranking } = state;
  if (ranking === null) return [missing('what is suspected?')];
  const items = ranking.suspects
    .slice(0, 6)
    .map((one): Text => [
      { bold: suspectName(one) },
      ` ${percent(one.probability)} (prior ${percent(one.history?.prior ?? one.prior)}${one.history === undefined ? '' : `, ${one.history.caused} of ${one.history.closed} closed incidents`}): ${one.sentence}`,
      ...[...new Set(one.for.map((argument) => argument.evidence))].flatMap((id): Text => [
        ' ',
        { code: id },
      ]),
    ]);
  return [
    { kind: 'list', ordered: true, items },
    ...(ranking.change === null
      ? []
      : [paragraph([{ bold: 'Change that brought it: ' }, ...changeText(state, ranking.change)])]),
  ];
}

/** The tree stands as far as it was asked; what is still to be asked stands under it. */
function whys(state: IncidentState): readonly Block[] {
  const tree = state.whys.length > 0 ? [list(treeOf(state.whys))] : [];
  if (reachesRoot(state)) return tree;
  // Nothing failed that a why could lead to.
  return state.ranking?.verdict === 'benign' && tree.length === 0 ? [] : [...tree, missing(nextWhy(state))];
}
