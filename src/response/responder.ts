import type { RefusalInput } from './record/record-refusal.ts';
import type { Alert, Segment } from '../alert/alert.ts';
import type { IncidentEvent, Meeting, Origin, Severity, View } from '../incident/facts/events.ts';
import type { IncidentCommand } from '../incident/decide/decide.ts';
import type { HypothesisId } from '../suspects/vocabulary.ts';
import type { ConfirmInput } from './decisions/confirm.ts';
import type { Remembered } from './past/remember.ts';
import type { ActionConfig } from '../config/schema/actions-schema.ts';
import type { ApproveInput } from './decisions/mitigate.ts';
import type { MonitorView } from './monitors/list-monitors.ts';
import type { Found } from '../incident/search.ts';
import type { SimilarIncident } from '../incident/facts/note-facts.ts';
import type { TrackRecord } from '../incident/track-record.ts';
import type { Overview } from './past/past-incidents.ts';
import type { IncidentSummary } from './store/store.ts';

/** A verb's answer when the person must be told why nothing was done. */
export type Refusal = { readonly kind: 'refused'; readonly message: string; readonly hint: string };
export type Done = { readonly kind: 'done'; readonly incident: string };
export type Outcome = Done | Refusal;

/**
 * The verbs of an incident: every door (webhook, command, mention, button, shortcut, reaction, terminal, schedule) calls
 * these and nothing else. One verb is one file beside this one; `createResponder` binds them to their ports.
 */
export type Responder = {
  receiveAlert(
    alert: Alert,
    now: Date,
  ): Promise<{
    readonly incident: string | null;
    readonly meeting: Meeting | 'ignored';
    readonly reason: string;
  }>;
  open(input: {
    readonly model: string;
    readonly metric: string | null;
    readonly title: string;
    readonly startedAt: Date | null;
    readonly person: string;
    readonly now: Date;
  }): Promise<Outcome>;
  triage(incident: string): Promise<void>;
  measureSymptom(input: { readonly incident: string; readonly person: string }): Promise<Outcome>;
  measureScope(input: {
    readonly incident: string;
    readonly dimensions: readonly string[];
    readonly person: string;
  }): Promise<Outcome>;
  runCheck(input: {
    readonly incident: string;
    readonly check: string;
    readonly segment: Segment;
    readonly parameters: Readonly<Record<string, string>>;
    readonly person: string;
  }): Promise<Outcome>;
  /** Several checks under one plan, which the thread shows while they run. */
  runChecks(input: {
    readonly incident: string;
    readonly checks: readonly string[];
    readonly segment: Segment;
    readonly person: string;
  }): Promise<Outcome>;
  /** Cancels what runs, and says so when nothing does. */
  cancel(input: { readonly incident: string; readonly person: string }): Promise<Outcome>;
  /** Bad examples beside good ones; without a segment, of the one that carries the change. */
  showSamples(input: {
    readonly incident: string;
    readonly segment: Segment | null;
    readonly person: string;
  }): Promise<Outcome>;
  rerun(input: {
    readonly incident: string;
    readonly evidence: string;
    readonly person: string;
  }): Promise<Outcome>;
  /** Show a view (status, suspects, timeline, note …) in the thread: recorded, then announced. */
  show(input: {
    readonly incident: string;
    readonly view: View;
    readonly person: string;
    readonly now: Date;
  }): Promise<Outcome>;
  /** What a person decided, told or promised, as the incident's rules take it. */
  record(input: {
    readonly incident: string;
    readonly command: IncidentCommand;
    readonly person: string;
    readonly now: Date;
  }): Promise<Outcome>;
  /** What `record` would answer now, without doing it: a form can say what is wrong while it is open. */
  consider(input: { readonly incident: string; readonly command: IncidentCommand }): Promise<Outcome>;
  /** The actions of the configuration, by name. */
  actions(): Readonly<Record<string, ActionConfig>>;
  /** Somebody wanted something and may not: kept for the audit, told nobody. */
  recordRefusal(input: RefusalInput): Promise<Outcome>;
  considerMitigation(input: ApproveInput): Promise<Outcome>;
  /** Approved by an authorized person; run once, then the metric is watched. */
  approveMitigation(input: ApproveInput): Promise<Outcome>;
  /** The metric since a mitigation, on all traffic and in every segment. */
  measureRecovery(input: {
    readonly incident: string;
    readonly mitigation: string;
    readonly person: string | null;
  }): Promise<Outcome>;
  /** The channel that stakeholders read; null when none is configured. */
  stakeholders(): string | null;
  addTimelineEntry(input: {
    readonly incident: string;
    readonly happenedAt: Date;
    readonly text: string;
    readonly origin: Origin | null;
    readonly files?: readonly { readonly name: string; readonly link: string }[];
    readonly person: string;
    readonly now: Date;
  }): Promise<Outcome>;
  removeTimelineEntry(input: {
    readonly incident: string;
    readonly entry: string;
    readonly person: string;
    readonly now: Date;
  }): Promise<Outcome>;
  addWhy(input: {
    readonly incident: string;
    readonly text: string;
    readonly under: string | null;
    readonly evidence: string | null;
    readonly person: string;
    readonly now: Date;
  }): Promise<Outcome>;
  setSeverity(input: {
    readonly incident: string;
    readonly severity: Severity;
    readonly reason: string;
    readonly person: string;
    readonly now: Date;
  }): Promise<Outcome>;
  writeNote(input: {
    readonly incident: string;
    readonly person: string;
    readonly now: Date;
  }): Promise<Outcome>;
  /**
   * Out of the thread: as files, as a canvas, and in short in the channel that is configured for it. Refused when nothing that
   * the note says has changed since it was published.
   */
  publishNote(input: {
    readonly incident: string;
    readonly person: string;
    readonly now: Date;
  }): Promise<Outcome>;
  /** Closed incidents like this one, the likest first. */
  similar(incident: string): Promise<readonly SimilarIncident[]>;
  /** Incidents that speak of all the words. */
  search(words: readonly string[]): Promise<readonly Found[]>;
  trackRecord(): Promise<TrackRecord>;
  overview(person: string): Promise<Overview>;
  /** Refused once when something would be forgotten; `although` says why it is closed all the same. */
  resolve(input: {
    readonly incident: string;
    readonly cause: string | null;
    readonly reason: string;
    readonly although?: string | null;
    readonly person: string;
    readonly now: Date;
  }): Promise<Outcome>;
  /** Closes it as benign and remembers the verdict, which needs its evidence. */
  resolveBenign(input: {
    readonly incident: string;
    readonly cause: HypothesisId | null;
    readonly reason: string;
    /** Why it is closed although something is missing; null asks for it once. */
    readonly although: string | null;
    readonly person: string;
    readonly now: Date;
  }): Promise<Outcome>;
  /** The benign verdicts that keep an alert quiet now. */
  remembered(now: Date): Promise<readonly Remembered[]>;
  forget(input: {
    readonly incident: string;
    readonly reason: string;
    readonly person: string;
    readonly now: Date;
  }): Promise<Outcome>;
  /** Weighs the proofs that a suspect is the cause; measures what can be measured after a change. */
  confirm(input: ConfirmInput): Promise<Outcome>;
  reopen(input: {
    readonly incident: string;
    readonly reason: string;
    readonly person: string;
    readonly now: Date;
  }): Promise<Outcome>;
  /** What is watched by itself, as it stands now. */
  monitors(now: Date): Promise<readonly MonitorView[]>;
  muteMonitor(input: {
    readonly monitor: string;
    readonly until: Date;
    readonly reason: string;
    readonly person: string;
    readonly now: Date;
  }): Promise<{ readonly kind: 'done' } | Refusal>;
  unmuteMonitor(input: {
    readonly monitor: string;
    readonly now: Date;
  }): Promise<{ readonly kind: 'done' } | Refusal>;
  incidents(filter: {
    readonly status?: 'open' | 'resolved';
    readonly channel?: string;
  }): Promise<readonly IncidentSummary[]>;
  events(incident: string): Promise<readonly IncidentEvent[]>;
  models(): readonly {
    readonly name: string;
    readonly title: string;
    readonly segments: readonly string[];
  }[];
};
