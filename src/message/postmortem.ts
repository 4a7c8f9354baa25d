import { durationsOf } from '../incident/durations.ts';
import type { IncidentEvent } from '../incident/facts/events.ts';
import { writtenSection } from '../incident/state/note-state.ts';
import { latestEvidence } from '../incident/state/state.ts';
import type { IncidentState } from '../incident/state/state.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';
import { brief } from './words/brief.ts';
import type { Block, Document, Text } from './document.ts';
import { duration } from './words/numbers.ts';
import { plainWords } from './words/plain-words.ts';
import { suspectName } from './root.ts';
import { actionText } from './words/team-words.ts';

/**
 * The published note in short, for those who were not there: what happened, why, what it cost, what is done so that it does not
 * come back. Everything else is one press away.
 */
export function postmortemDocument(
  events: readonly IncidentEvent[],
  state: IncidentState,
  thread: string | null,
): Document {
  const happened = brief(
    writtenSection(state, 'summary')?.text ?? plainWords(state.symptom?.sentence ?? state.title),
    500,
  );
  const facts: { label: string; value: Text }[] = [
    { label: 'Cause', value: [brief(causeOf(state), 240)] },
    { label: 'Impact', value: [brief(impactOf(state), 240)] },
    { label: 'How long', value: [timesOf(events, state)] },
  ];
  const worked = state.mitigations.findLast((one) => one.recoveries.at(-1)?.verdict === 'recovered');
  if (worked !== undefined) facts.push({ label: 'What ended it', value: [brief(worked.sentence, 240)] });
  return {
    summary: `Note of ${state.id}, ${state.model}: ${happened}`,
    blocks: [
      { kind: 'heading', text: `📓 ${state.id} · ${state.model} · ${state.severity.toUpperCase()}` },
      { kind: 'paragraph', text: [happened] },
      { kind: 'facts', facts },
      ...promisesOf(state),
      {
        kind: 'context',
        text: [
          ...(thread === null
            ? ['the note and its files are in the thread']
            : [{ link: thread, text: 'the thread, with the note as page and Markdown' }]),
          ` · revision ${state.noteRevision}`,
        ],
      },
    ],
  };
}

function causeOf(state: IncidentState): string {
  const { confirmed, ranking } = state;
  if (confirmed !== null)
    return `${suspectName({ id: confirmed.cause, culprit: confirmed.culprit })}${confirmed.override === null ? ', shown by experiment' : ''}`;
  if (ranking?.verdict === 'benign') return `none: ${ranking.verdictReason}`;
  const top = leadingSuspect(ranking);
  return top === null ? 'not known' : `not proven; ${suspectName(top)} leads`;
}

function impactOf(state: IncidentState): string {
  const own = writtenSection(state, 'impact');
  if (own !== null) return own.text;
  const business = latestEvidence(state, 'business-impact');
  return business === null || business.verdict.answer === 'inconclusive'
    ? 'not measured'
    : `${business.verdict.line} (${business.id})`;
}

function timesOf(events: readonly IncidentEvent[], state: IncidentState): string {
  const took = durationsOf(events, state);
  const parts: readonly (readonly [string, number | null])[] = [
    ['detected after', took.detect],
    ['mitigated after', took.mitigate],
    ['resolved after', took.resolve],
  ];
  const known = parts.flatMap(([words, seconds]) =>
    seconds === null ? [] : [`${words} ${duration(seconds)}`],
  );
  return known.length === 0 ? 'not known' : known.join(', ');
}

/** What is promised, the open ones first. */
function promisesOf({ actions }: IncidentState): readonly Block[] {
  if (actions.length === 0) return [];
  const inOrder = actions.toSorted((one, other) => Number(one.done !== null) - Number(other.done !== null));
  const more = inOrder.length - 5;
  return [
    { kind: 'list', items: inOrder.slice(0, 5).map(actionText) },
    ...(more > 0 ? [{ kind: 'context' as const, text: [`and ${more} more action items`] }] : []),
  ];
}
