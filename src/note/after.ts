import type { IncidentState } from '../incident/state/state.ts';
import { byWhom } from '../message/words/by-whom.ts';
import type { Block, Text } from '../message/document.ts';
import { inWords } from '../message/words/numbers.ts';
import { GUARD_WORDS, SELF_CHECK_WORDS, actionText } from '../message/words/team-words.ts';
import { similarText } from '../message/similar.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';
import { list, missing, paragraph, written } from './parts.ts';

/** What is learnt from it: promises with owner and day, lessons, and what was known to be missing when it was closed. */

export function actionBlocks(state: IncidentState): readonly Block[] {
  const culprit = leadingSuspect(state.ranking)?.culprit?.name ?? null;
  const { actions } = state;
  const homeless = actions.filter((one) => one.done === null && (one.owner === null || one.due === null));
  const prevents = actions.some((one) => one.kind !== 'fix');
  return [
    ...(actions.length === 0 ? [] : [list(actions.map(actionText))]),
    ...(actions.some((one) => one.kind === 'fix') || state.ranking?.verdict === 'benign'
      ? []
      : [missing(`who fixes ${culprit ?? 'the cause'} for good, and by when?`)]),
    ...(prevents
      ? []
      : [
          missing(
            'which guardrail would have caught it (contract, canary, parity test, version pin, alert)?',
          ),
        ]),
    ...(homeless.length === 0
      ? []
      : [missing(`who does ${homeless.map((one) => one.id).join(', ')}, and by when?`)]),
  ];
}

export function lessonBlocks(state: IncidentState): readonly Block[] {
  return (
    written(state, 'lessons') ?? [
      missing('what went well, what did not, and where were we lucky? (run: note set lessons …)'),
    ]
  );
}

export function versionBlocks(state: IncidentState): readonly Block[] {
  const { snapshot } = state;
  if (snapshot === null) return [missing('which model, feature and configuration versions were serving?')];
  const lines: Text[] = [
    ['Versions serving: ', snapshot.versions.join(', ') || 'not known'],
    ['Recent changes: ', snapshot.changes.join('; ') || 'none recorded'],
  ];
  if (snapshot.flags.length > 0) lines.push([`Flags: ${snapshot.flags.join('; ')}`]);
  if (snapshot.configuration.length > 0) lines.push([`Serving with: ${snapshot.configuration.join('; ')}`]);
  for (const { name, value, unit } of snapshot.metrics)
    lines.push([`${name}: ${value === null ? 'not known' : inWords(value, unit)}`]);
  lines.push(['Configuration of Fishbone: ', { code: snapshot.configHash.slice(0, 12) }]);
  return [list(lines)];
}

/** What was missing when somebody went on, and why they did: nobody has to guess it later. */
export function overrideBlocks(state: IncidentState): readonly Block[] {
  const overridden = state.overrides.map(({ guard, reason, by }): Text => [
    `Went on although ${GUARD_WORDS[guard].missing}. Reason: ${reason} — `,
    byWhom(by),
  ]);
  const answers = state.selfCheck.map(({ question, answer, words, by }): Text => [
    `${SELF_CHECK_WORDS[question]} `,
    { bold: answer },
    words === '' ? '' : `, ${words}`,
    ' — ',
    byWhom(by),
  ]);
  return [
    ...(answers.length === 0 ? [] : [paragraph([{ bold: 'Asked before closing' }]), list(answers)]),
    ...(overridden.length === 0 ? [] : [paragraph([{ bold: 'Closed with a reason' }]), list(overridden)]),
    ...(answers.length + overridden.length === 0 ? [paragraph(['Nothing was overridden.'])] : []),
  ];
}

export const similarBlocks = (state: IncidentState): readonly Block[] =>
  state.similar.length === 0
    ? []
    : [list(state.similar.map((one) => similarText(one, state.similarBy ?? 'checks')))];
