import { redated } from '../../symptom/sentence.ts';
import type { IncidentEvent } from '../facts/events.ts';
import { evolveTeam } from './evolve-team.ts';
import type { IncidentState } from '../state/state.ts';
import { isCauseFact } from '../facts/cause-facts.ts';
import { NO_CAUSE } from '../state/cause-state.ts';
import { evolveCause } from './evolve-cause.ts';
import { evolveNote } from './evolve-note.ts';
import { endTriagePlan, evolveWork } from './evolve-work.ts';
import { isNoteFact } from '../facts/note-facts.ts';
import { NO_NOTE } from '../state/note-state.ts';
import { isTeamFact } from '../facts/team-facts.ts';
import { NO_TEAM } from '../state/team-state.ts';
import { isWorkFact } from '../facts/work-facts.ts';
import { NO_WORK } from '../state/work-state.ts';

/** The state after all events, or null when there are none. Pure: the same events give the same state for ever. */
export function stateOf(events: readonly IncidentEvent[]): IncidentState | null {
  const first = events[0];
  if (first === undefined) return null;
  const before = folded.get(first.incident);
  const goesOn = before !== undefined && startsWith(events, before.events);
  const state = events
    .slice(goesOn ? before.events.length : 0)
    .reduce<IncidentState | null>(evolve, goesOn ? before.state : null);
  if (state !== null) {
    if (folded.size >= MOST_FOLDED) folded.clear();
    folded.set(first.incident, { events, state });
  }
  return state;
}

/**
 * What was folded last of each incident: events are never changed, so a log that begins with the very same events gives the
 * very same state that far. In a storm of alerts a log is folded once instead of once an alert.
 */
const folded = new Map<
  string,
  { readonly events: readonly IncidentEvent[]; readonly state: IncidentState }
>();
const MOST_FOLDED = 200;

function startsWith(events: readonly IncidentEvent[], before: readonly IncidentEvent[]): boolean {
  return events.length >= before.length && before.every((event, index) => event === events[index]);
}

/** The state after one more event. The first event of an incident must be `declared`. */
function evolve(before: IncidentState | null, event: IncidentEvent): IncidentState {
  const { fact } = event;
  if (before === null) {
    if (fact.type !== 'declared') {
      throw new Error(
        `the log of ${event.incident} begins with '${fact.type}' instead of 'declared'; restore it from a backup`,
      );
    }
    return newIncident(event, fact);
  }
  const state = { ...before, seq: event.seq };
  if (isTeamFact(fact)) return evolveTeam(state, event, fact);
  if (isCauseFact(fact)) return evolveCause(state, event, fact);
  if (isWorkFact(fact)) return evolveWork(state, event, fact);
  if (isNoteFact(fact)) return evolveNote(state, event, fact);
  switch (fact.type) {
    case 'declared':
      throw new Error(
        `${event.incident} is declared twice (event ${event.seq}); restore the log from a backup`,
      );
    case 'alert-met':
      return {
        ...state,
        alerts: [
          ...state.alerts,
          { alert: fact.alert, meeting: fact.meeting, reason: fact.reason, at: event.at },
        ],
      };
    case 'snapshot-taken': {
      const { configHash, versions, changes, flags, configuration, metrics, windows } = fact;
      return {
        ...state,
        snapshot: { configHash, versions, changes, flags, configuration, metrics, windows },
      };
    }
    case 'symptom-measured':
      return {
        ...state,
        symptom: fact.symptom,
        firstDifference: state.firstDifference ?? fact.symptom.difference?.value ?? null,
      };
    case 'scope-measured':
      return fact.breakdown
        ? { ...state, breakdowns: [...state.breakdowns, fact.scope] }
        : { ...state, scope: fact.scope };
    case 'check-finished':
      return { ...state, evidence: [...state.evidence, fact.evidence] };
    case 'suspects-ranked':
      return {
        ...state,
        symptom: redated(state.symptom, fact.ranking.onset, {
          model: state.model,
          alert: state.alerts[0]?.alert ?? null,
        }),
        ranking: fact.ranking,
        lastMove: state.ranking === null ? null : { before: state.ranking, evidence: fact.evidence ?? null },
      };
    case 'step-failed':
      return {
        ...state,
        failures: [
          ...state.failures,
          { step: fact.step, message: fact.message, hint: fact.hint, at: event.at },
        ],
      };
    case 'triage-finished':
      return {
        ...state,
        triage: { checks: fact.checks, seconds: fact.seconds },
        plans: endTriagePlan(state.plans, event, fact),
      };
    case 'asked':
      return state;
    case 'severity-set':
      return { ...state, severity: fact.severity, severityReason: fact.reason, severityChoice: 'chosen' };
    case 'timeline-added':
      return {
        ...state,
        timeline: [
          ...state.timeline,
          {
            id: fact.entry,
            happenedAt: fact.happenedAt,
            text: fact.text,
            by: event.actor,
            origin: fact.origin,
            revisions: 0,
            starred: false,
            files: fact.files ?? [],
            history: [],
          },
        ],
      };
    case 'timeline-revised':
      return {
        ...state,
        timeline: state.timeline.map((entry) =>
          entry.id === fact.entry
            ? {
                ...entry,
                happenedAt: fact.happenedAt,
                text: fact.text,
                revisions: entry.revisions + 1,
                history: [
                  ...entry.history,
                  { happenedAt: entry.happenedAt, text: entry.text, until: event.at },
                ],
              }
            : entry,
        ),
      };
    case 'timeline-removed':
      return { ...state, timeline: state.timeline.filter((entry) => entry.id !== fact.entry) };
    case 'why-added':
      return {
        ...state,
        whys: [
          ...state.whys,
          { id: fact.why, under: fact.under, text: fact.text, evidence: fact.evidence, by: event.actor },
        ],
      };
    case 'note-written':
      return { ...state, noteRevision: fact.revision };
    case 'resolved':
      return {
        ...state,
        status: 'resolved',
        resolution: {
          at: event.at,
          by: event.actor,
          cause: fact.cause,
          category: fact.category,
          reason: fact.reason,
        },
      };
    case 'reopened':
      return { ...state, status: 'open', resolution: null, remembered: null };
  }
}

function newIncident(
  event: IncidentEvent,
  fact: Extract<IncidentEvent['fact'], { type: 'declared' }>,
): IncidentState {
  return {
    ...NO_TEAM,
    ...NO_CAUSE,
    ...NO_WORK,
    ...NO_NOTE,
    id: event.incident,
    seq: event.seq,
    key: fact.key,
    model: fact.model,
    title: fact.title,
    status: 'open',
    severity: fact.severity,
    severityReason: fact.reason,
    declaredAt: event.at,
    declaredBy: event.actor,
    alerts:
      fact.alert === null
        ? []
        : [{ alert: fact.alert, meeting: 'opened', reason: fact.reason, at: event.at }],
    snapshot: null,
    symptom: null,
    firstDifference: null,
    scope: null,
    breakdowns: [],
    evidence: [],
    ranking: null,
    failures: [],
    triage: null,
    timeline: [],
    whys: [],
    noteRevision: 0,
    resolution: null,
  };
}
