import type { NewEvent } from '../../incident/facts/events.ts';
import { isCauseFact } from '../../incident/facts/cause-facts.ts';
import { isNoteFact } from '../../incident/facts/note-facts.ts';
import { isTeamFact } from '../../incident/facts/team-facts.ts';
import { causeChangesRoot, causeSpeaks } from './cause-announcements.ts';
import type { PendingAnnouncement } from '../store/store.ts';
import { teamChangesRoot, teamSpeaks } from './team-announcements.ts';
import { isWorkFact } from '../../incident/facts/work-facts.ts';
import type { IncidentState } from '../../incident/state/state.ts';
import { plansToWriteAnew, tellsTriage, workSpeaks } from './work-announcements.ts';

/**
 * Which committed events are worth saying, and where. The root message is edited whenever what it shows has changed;
 * a line in the thread is for what people should read once. Checks of a triage are told together when it ends.
 */
export function announcementsOf(
  events: readonly NewEvent[],
  before: Pick<IncidentState, 'plans' | 'ranking'> | null = null,
): readonly PendingAnnouncement[] {
  const replies = events.flatMap((event, index) =>
    speaks(event, before) ? [{ kind: 'reply' as const, event: index }] : [],
  );
  const anew = plansToWriteAnew(
    before,
    events.map((event) => event.fact),
  ).map((seq) => ({ kind: 'anew' as const, seq }));
  const pictures = events.flatMap((event, index) =>
    hasPicture(event, before) ? [{ kind: 'picture' as const, event: index }] : [],
  );
  const root = events.some(changesRoot) ? [{ kind: 'root' as const }] : [];
  const asides = events.flatMap((event, index) =>
    asidesOf(event).map((to) => ({ kind: 'aside' as const, event: index, to })),
  );
  return [...root, ...anew, ...replies, ...asides, ...pictures];
}

/** Who hears of it outside the thread: whoever is given a role by somebody else, and the stakeholders. */
function asidesOf({ fact, actor }: NewEvent): readonly string[] {
  if (fact.type === 'note-published') return fact.channel === null ? [] : [fact.channel];
  if (fact.type === 'update-posted') return fact.stakeholders === null ? [] : [fact.stakeholders];
  if (fact.type !== 'role-assigned' || fact.person === null) return [];
  const isOwnWish = actor.kind === 'person' && actor.id === fact.person;
  return isOwnWish ? [] : [fact.person.split(':').at(-1) ?? fact.person];
}

/** Where a person would rather look than read: the symptom of a triage, and what somebody asked to see. */
function hasPicture({ fact, actor }: NewEvent, before: Pick<IncidentState, 'ranking'> | null): boolean {
  // The files of a note go the way of pictures: no text waits for them.
  if (fact.type === 'note-published' || fact.type === 'note-written') return true;
  if (fact.type === 'chart-asked') return true;
  if (fact.type === 'symptom-measured') return actor.kind === 'bot' && fact.symptom.series !== undefined;
  return fact.type === 'asked' && fact.view === 'fishbone' && (before?.ranking ?? null) !== null;
}

function speaks({ fact }: NewEvent, before: Pick<IncidentState, 'plans'> | null): boolean {
  if (isTeamFact(fact)) return teamSpeaks(fact);
  if (isCauseFact(fact)) return causeSpeaks(fact);
  if (isWorkFact(fact)) return workSpeaks(fact);
  if (isNoteFact(fact)) return true;
  switch (fact.type) {
    case 'alert-met':
      // Remembered as benign: it is counted, and wakes nobody.
      if (fact.meeting === 'remembered') return false;
      // A monitor repeats itself; a person who says it again wants to be heard.
      return fact.meeting !== 'repeated' || fact.alert.source === 'person';
    case 'check-finished':
      return fact.asked;
    case 'suspects-ranked':
      return fact.because !== 'quiet';
    case 'triage-finished':
      return tellsTriage(before);
    case 'declared':
    case 'symptom-measured':
    case 'scope-measured':
    case 'step-failed':
    case 'asked':
    case 'severity-set':
    case 'timeline-added':
    case 'timeline-revised':
    case 'timeline-removed':
    case 'why-added':
    case 'note-written':
    case 'resolved':
    case 'reopened':
      return true;
    case 'snapshot-taken':
      return false;
  }
}

function changesRoot({ fact }: NewEvent): boolean {
  if (isTeamFact(fact)) return teamChangesRoot(fact);
  if (isCauseFact(fact)) return causeChangesRoot(fact);
  if (isWorkFact(fact) || isNoteFact(fact)) return false;
  switch (fact.type) {
    case 'declared':
    case 'alert-met':
    case 'symptom-measured':
    case 'scope-measured':
    case 'suspects-ranked':
    case 'step-failed':
    case 'triage-finished':
    case 'severity-set':
    case 'check-finished':
    case 'resolved':
    case 'reopened':
      return true;
    case 'snapshot-taken':
    case 'asked':
    case 'timeline-added':
    case 'timeline-revised':
    case 'timeline-removed':
    case 'why-added':
    case 'note-written':
      return false;
  }
}
