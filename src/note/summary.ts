import { durationsOf } from '../incident/durations.ts';
import type { IncidentEvent } from '../incident/facts/events.ts';
import { clocksOf } from '../incident/state/state.ts';
import type { IncidentState } from '../incident/state/state.ts';
import type { Block, Text } from '../message/document.ts';
import { duration, percent } from '../message/words/numbers.ts';
import { plainWords } from '../message/words/plain-words.ts';
import { suspectName } from '../message/root.ts';
import { ROLE_WORDS } from '../message/words/team-words.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';
import { begun, changeText, paragraph, sentence, written } from './parts.ts';

/** Who was there, how bad it was, whether it is over. */
export function headOf(events: readonly IncidentEvent[], state: IncidentState): Block {
  const who = state.roles.flatMap(({ role, person }, index): Text => [
    index === 0 ? '' : ', ',
    { person },
    ` (${ROLE_WORDS[role]})`,
  ]);
  const took = durationsOf(events, state).resolve;
  const from = clocksOf(state).began ?? clocksOf(state).detected ?? state.declaredAt;
  const status = state.resolution === null ? 'open' : 'resolved';
  return {
    kind: 'facts',
    facts: [
      { label: 'Status', value: [`${status}, ${state.severity.toUpperCase()}`] },
      {
        label: 'When',
        value: [
          { time: from, style: 'date-clock' },
          ...(state.resolution === null
            ? [', and it goes on']
            : [
                ' to ',
                { time: state.resolution.at, style: 'date-clock' } as const,
                ...(took === null ? [] : [` (${duration(took)})`]),
              ]),
        ],
      },
      { label: 'Why this severity', value: [state.severityReason] },
      { label: 'Responders', value: who.length === 0 ? ['nobody took a role'] : who },
      {
        label: 'Note',
        value:
          state.published === null
            ? [`revision ${state.noteRevision}, not published`]
            : [
                `revision ${state.noteRevision}, published `,
                { time: state.published.at, style: 'date-clock' },
              ],
      },
    ],
  };
}

/** The whole story in a few sentences: what a reader takes along who reads nothing else. */
export function summaryOf(events: readonly IncidentEvent[], state: IncidentState): readonly Block[] {
  const own = written(state, 'summary');
  if (own !== null) return own;
  const story = [
    [sentence(plainWords(state.symptom?.sentence ?? state.title))],
    ...(state.scope === null ? [] : [[sentence(plainWords(state.scope.sentence))]]),
    causeWords(state),
    endWords(events, state),
  ];
  return story.filter((words) => words.length > 0).map((words) => paragraph(words));
}

function causeWords(state: IncidentState): Text {
  const { ranking, confirmed } = state;
  if (confirmed !== null) {
    const suspect = ranking?.suspects.find((one) => one.id === confirmed.cause);
    return [
      'The cause was ',
      { bold: suspectName({ id: confirmed.cause, culprit: confirmed.culprit }) },
      confirmed.override === null ? ', shown by experiment. ' : '. ',
      suspect?.sentence ?? '',
      ...changeWords(state),
    ];
  }
  if (ranking !== null && ranking.verdict === 'benign')
    return [{ bold: 'It was no damage: ' }, sentence(ranking.verdictReason)];
  const top = leadingSuspect(ranking);
  return top === null
    ? []
    : [
        'The leading suspect is ',
        { bold: suspectName(top) },
        ` with ${percent(top.probability)}: ${sentence(top.sentence)}`,
        ...changeWords(state),
      ];
}

const changeWords = (state: IncidentState): Text => {
  const change = state.ranking?.change ?? null;
  return change === null ? [] : [' The change that brought it: ', ...changeText(state, change), '.'];
};

/** How it stopped, and how long it took. */
function endWords(events: readonly IncidentEvent[], state: IncidentState): Text {
  const worked = state.mitigations.findLast((one) => one.recoveries.at(-1)?.verdict === 'recovered');
  const proof = worked?.recoveries.at(-1)?.sentence;
  const stopped = worked === undefined ? '' : `It stopped with ${worked.id}: ${sentence(worked.sentence)} `;
  const { resolution } = state;
  if (resolution === null)
    return [`${stopped}${proof === undefined ? '' : `${begun(sentence(proof))} `}The incident is open.`];
  const took = durationsOf(events, state);
  const since = clocksOf(state).began === null ? 'after it was noticed' : 'after it began';
  return [
    `${stopped}${proof === undefined ? '' : `${begun(sentence(proof))} `}`,
    { bold: `Resolved ${duration(took.resolve ?? 0)} ${since}` },
    `: ${sentence(resolution.reason)}`,
  ];
}
