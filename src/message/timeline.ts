import { plainWords } from './words/plain-words.ts';
import { leadingSuspect } from '../suspects/vocabulary.ts';
import type { Actor, IncidentEvent } from '../incident/facts/events.ts';
import { stateOf } from '../incident/evolve/evolve.ts';
import { isCauseFact } from '../incident/facts/cause-facts.ts';
import { isNoteFact } from '../incident/facts/note-facts.ts';
import { isTeamFact } from '../incident/facts/team-facts.ts';
import { clocksOf } from '../incident/state/state.ts';
import { brief } from './words/brief.ts';
import type { Document, Inline, Text } from './document.ts';
import { suspectName } from './root.ts';
import { causeMoment } from './lines/cause-line.ts';
import { clocksText } from './status.ts';
import { noteMoment } from './lines/note-line.ts';
import { teamMoment } from './lines/team-line.ts';
import { percent } from './words/numbers.ts';
import { isWorkFact } from '../incident/facts/work-facts.ts';
import { workMoment } from './lines/work-line.ts';

export type TimelineLine = {
  readonly at: Date;
  readonly text: string;
  readonly by: Actor;
  /** The entry's id when a person added it. */
  readonly entry: string | null;
  readonly link: string | null;
  /** It leads the note. */
  readonly starred?: boolean;
  readonly files?: readonly { readonly name: string; readonly link: string }[];
};

/** Everything worth a line, in the order it happened (not in the order it was told). */
export function timelineOf(events: readonly IncidentEvent[]): readonly TimelineLine[] {
  const state = stateOf(events);
  if (state === null) return [];
  const { began } = clocksOf(state);
  const lines: TimelineLine[] = events.flatMap((event) => {
    const text = lineOf(event);
    return text === null ? [] : [{ at: momentOf(event), text, by: event.actor, entry: null, link: null }];
  });
  const [first] = state.alerts;
  if (first?.meeting === 'opened') {
    const isPerson = first.alert.source === 'person';
    lines.push({
      at: first.alert.startedAt,
      text: `${isPerson ? 'Seen' : 'The alert fired'}: ${first.alert.title}`,
      by: isPerson ? state.declaredBy : { kind: 'monitor', name: first.alert.source },
      entry: null,
      link: null,
    });
  }
  if (began !== null)
    lines.push({ at: began, text: 'Began, as the data say', by: { kind: 'bot' }, entry: null, link: null });
  for (const entry of state.timeline) {
    const revised =
      entry.revisions === 0
        ? ''
        : ` (corrected ${entry.revisions === 1 ? 'once' : `${entry.revisions} times`})`;
    lines.push({
      at: entry.happenedAt,
      text: `${entry.text}${revised}`,
      by: entry.by,
      entry: entry.id,
      link: entry.origin?.permalink ?? null,
      starred: entry.starred,
      files: entry.files,
    });
  }
  return lines.sort((a, b) => a.at.getTime() - b.at.getTime());
}

export function timelineDocument(events: readonly IncidentEvent[], shown = 30): Document {
  const lines = timelineOf(events);
  const last = lines.slice(-shown);
  const state = stateOf(events);
  return {
    summary: `Timeline: ${lines.length} entries`,
    blocks: [
      {
        kind: 'paragraph',
        text: [
          { bold: 'Timeline' },
          lines.length > last.length ? ` · the newest ${last.length} of ${lines.length}` : '',
        ],
      },
      { kind: 'list', items: last.map(entryText) },
      ...(state === null ? [] : [{ kind: 'context' as const, text: clocksText(state) }]),
      {
        kind: 'context',
        text: [
          'Add to it: timeline add 14:05 what happened — or react with 📌 to a message; ⭐ leads the note',
        ],
      },
    ],
  };
}

function entryText(line: TimelineLine): Text {
  const star = line.starred === true ? ' ⭐' : '';
  const text: Inline[] = [{ time: line.at, style: 'date-clock' }, `${star} ${brief(line.text)}`];
  if (line.by.kind === 'person') text.push(' — ', { person: line.by.id });
  if (line.link !== null) text.push(' ', { link: line.link, text: 'message' });
  for (const file of (line.files ?? []).slice(0, 3))
    text.push(' 📎 ', { link: file.link, text: brief(file.name, 60) });
  if (line.entry !== null) text.push(' ', { code: line.entry });
  return text;
}

/** An alert happened when it fired, not when it reached us. */
function momentOf(event: IncidentEvent): Date {
  const { fact } = event;
  if (fact.type === 'alert-met')
    return fact.meeting === 'resolved' ? (fact.alert.endedAt ?? event.at) : fact.alert.startedAt;
  return event.at;
}

function lineOf({ fact }: IncidentEvent): string | null {
  if (isTeamFact(fact)) return teamMoment(fact);
  if (isCauseFact(fact)) return causeMoment(fact);
  if (isWorkFact(fact)) return workMoment(fact);
  if (isNoteFact(fact)) return noteMoment(fact);
  switch (fact.type) {
    case 'declared':
      return 'Declared';
    case 'alert-met':
      return fact.meeting === 'resolved'
        ? `The alert resolved: ${fact.alert.title}`
        : `Alert: ${fact.alert.title}`;
    case 'symptom-measured':
      return `Symptom: ${plainWords(fact.symptom.sentence)}`;
    case 'scope-measured':
      return `Scope: ${plainWords(fact.scope.sentence)}`;
    case 'check-finished':
      return fact.asked
        ? `Check ${fact.evidence.check}: ${fact.evidence.verdict.answer}. ${fact.evidence.verdict.line}`
        : null;
    case 'suspects-ranked': {
      const top = leadingSuspect(fact.ranking);
      return top === null ? null : `Top suspect: ${suspectName(top)}, ${percent(top.probability)}`;
    }
    case 'step-failed':
      return `Failed: ${fact.step}: ${fact.message}`;
    case 'severity-set':
      return `Severity ${fact.severity.toUpperCase()}: ${fact.reason}`;
    case 'why-added':
      return `Why: ${fact.text}`;
    case 'resolved':
      return `Resolved: ${fact.reason}`;
    case 'reopened':
      return `Reopened: ${fact.reason}`;
    case 'note-written':
      return `Note, revision ${fact.revision}`;
    case 'triage-finished':
      return `Triage: ${fact.checks} checks in ${Math.round(fact.seconds)} s`;
    case 'snapshot-taken':
    case 'asked':
    case 'timeline-added':
    case 'timeline-revised':
    case 'timeline-removed':
      return null;
  }
}
