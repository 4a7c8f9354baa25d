import type { Alert, Segment } from '../../alert/alert.ts';
import type { Evidence } from '../../checks/evidence.ts';
import type { Scope } from '../../scope/scope.ts';
import type { Category, Ranking } from '../../suspects/vocabulary.ts';
import type { Symptom } from '../../symptom/symptom.ts';
import type { Actor, IncidentFact, Meeting, Origin, Severity } from '../facts/events.ts';
import type { CauseState } from './cause-state.ts';
import type { NoteState } from './note-state.ts';
import type { TeamState } from './team-state.ts';
import type { WorkState } from './work-state.ts';

/** One line of what people added to the timeline; corrections keep what was said before. */
export type TimelineEntry = {
  readonly id: string;
  readonly happenedAt: Date;
  readonly text: string;
  readonly by: Actor;
  readonly origin: Origin | null;
  readonly revisions: number;
  /** It leads the note. */
  readonly starred: boolean;
  readonly files: readonly { readonly name: string; readonly link: string }[];
  /** What it said before, oldest first. */
  readonly history: readonly { readonly happenedAt: Date; readonly text: string; readonly until: Date }[];
};

/** One link of the 5-Whys chain; `evidence` null means unproven. */
export type Why = {
  readonly id: string;
  readonly under: string | null;
  readonly text: string;
  readonly evidence: string | null;
  readonly by: Actor;
};

export type MetAlert = {
  readonly alert: Alert;
  readonly meeting: Meeting;
  readonly reason: string;
  readonly at: Date;
};
export type Failure = {
  readonly step: string;
  readonly message: string;
  readonly hint: string;
  readonly at: Date;
};

/** What people did and found out, kept in the state as it is kept in facts of their own. */
type FoundOut = TeamState & CauseState & WorkState & NoteState;

/** What is known of an incident after its events so far. */
export type IncidentState = FoundOut & {
  readonly id: string;
  readonly seq: number;
  readonly key: string;
  readonly model: string;
  readonly title: string;
  readonly status: 'open' | 'resolved';
  readonly severity: Severity;
  readonly severityReason: string;
  readonly declaredAt: Date;
  readonly declaredBy: Actor;
  readonly alerts: readonly MetAlert[];
  readonly snapshot: Omit<Extract<IncidentFact, { type: 'snapshot-taken' }>, 'type'> | null;
  readonly symptom: Symptom | null;
  /** How far off the metric was when it was first measured. */
  readonly firstDifference: number | null;
  /** Who is affected, over all dimensions. */
  readonly scope: Scope | null;
  /** Breakdowns that people asked for, newest last. */
  readonly breakdowns: readonly Scope[];
  readonly evidence: readonly Evidence[];
  readonly ranking: Ranking | null;
  readonly failures: readonly Failure[];
  readonly triage: { readonly checks: number; readonly seconds: number } | null;
  readonly timeline: readonly TimelineEntry[];
  readonly whys: readonly Why[];
  readonly noteRevision: number;
  readonly resolution: {
    readonly at: Date;
    readonly by: Actor;
    readonly cause: string | null;
    readonly category: Category | null;
    readonly reason: string;
  } | null;
};

/** When it began (as the data say), when a monitor noticed, when people were called: never mixed up. */
export type Clocks = { readonly began: Date | null; readonly detected: Date | null; readonly declared: Date };

export function clocksOf(state: IncidentState): Clocks {
  const firing = state.alerts
    .filter((met) => met.alert.status === 'firing')
    .map((met) => met.alert.startedAt.getTime());
  return {
    began: state.symptom?.onset?.at ?? null,
    detected: firing.length > 0 ? new Date(Math.min(...firing)) : null,
    declared: state.declaredAt,
  };
}

/** The newest answer of a check on the whole traffic of the incident, or on the segment given. */
export function latestEvidence(state: IncidentState, check: string, segment: Segment = {}): Evidence | null {
  const wanted = JSON.stringify(segment);
  return (
    state.evidence.findLast(
      (one) =>
        one.check === check &&
        (one.parameters['segment'] ?? '{}') === wanted &&
        one.parameters['since'] === undefined,
    ) ?? null
  );
}
