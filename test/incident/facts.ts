import type { Alert } from '../../src/alert/alert.ts';
import type { Evidence, Finding } from '../../src/checks/evidence.ts';
import type { Actor, IncidentEvent, IncidentFact } from '../../src/incident/facts/events.ts';
import type { CauseFact } from '../../src/incident/facts/cause-facts.ts';
import type { NoteFact } from '../../src/incident/facts/note-facts.ts';
import type { TeamFact } from '../../src/incident/facts/team-facts.ts';
import type { Scope, SegmentChange } from '../../src/scope/scope.ts';
import type { Ranking, Suspect } from '../../src/suspects/vocabulary.ts';
import type { Symptom } from '../../src/symptom/symptom.ts';
import type { WorkFact } from '../../src/incident/facts/work-facts.ts';

/** An incident of a made-up model, fact by fact. `say` is every text that came from outside, so that it can be hostile. */

export const firedAt = new Date('2026-03-09T14:05:00Z');
export const minutes = (count: number): Date => new Date(firedAt.getTime() + count * 60_000);

const windows = {
  baseline: { from: minutes(-10_080), to: minutes(-60) },
  incident: { from: minutes(-30), to: minutes(10) },
  onset: minutes(-40),
  now: minutes(10),
};

export const alertOf = (changes: Partial<Alert> = {}, say = 'AUC of deposit is 0.79 (7d: 0.86)'): Alert => ({
  source: 'alertmanager',
  status: 'firing',
  fingerprint: 'f1',
  model: 'deposit',
  signal: 'model-metric',
  metric: 'auc',
  column: null,
  segment: {},
  severity: 'critical',
  title: say,
  summary: say,
  value: 0.79,
  baseline: 0.86,
  startedAt: firedAt,
  endedAt: null,
  links: ['https://monitor.example/d/1?a=b&c=d'],
  ...changes,
});

const measured = (value: number) => ({ value, low: value - 0.01, high: value + 0.01, n: 12_345 });

const symptomOf = (say = 'AUC of deposit fell from 0.861 to 0.788'): Symptom => ({
  metric: 'auc',
  label: say,
  unit: 'score',
  column: null,
  segment: {},
  before: measured(0.861),
  after: measured(0.788),
  difference: measured(-0.073),
  p: 1e-9,
  changed: true,
  onset: { at: minutes(-40), from: minutes(-50), to: minutes(-35), shape: 'step', method: 'likelihood' },
  reason: say,
  windows,
  sentence: say,
});

const segment = (say: string): SegmentChange => ({
  where: { country: say },
  before: measured(0.86),
  after: measured(0.7),
  difference: measured(-0.16),
  shareOfChange: 0.92,
  ratePart: -0.06,
  mixPart: 0.001,
  shareOfTraffic: { before: 0.21, after: 0.22 },
  p: 1e-6,
  adjustedP: 1e-5,
  carries: true,
  warning: null,
});

const scopeOf = (say = 'BR'): Scope => ({
  answer: 'segments',
  metric: 'auc',
  dimensions: ['country'],
  segments: [segment(say)],
  rows: [segment(say)],
  warnings: [say],
  windows,
  sentence: `country=${say} carries 92 % of the change`,
});

const finding = (say: string): Finding => ({
  subject: { kind: 'feature', name: say },
  measure: 'null rate',
  unit: 'share',
  before: 0.005,
  after: 0.18,
  effect: 0.175,
  low: 0.17,
  high: 0.18,
  nBefore: 1e6,
  nAfter: 12_345,
  test: 'Newcombe',
  p: 1e-12,
  adjustedP: 1e-11,
  threshold: 0.01,
  shifted: true,
  sentence: say,
});

export const evidenceOf = (changes: Partial<Evidence> = {}, say = 'contact is null in 18 %'): Evidence => ({
  id: 'E1',
  check: 'null-rate',
  model: 'deposit',
  parameters: { segment: '{}' },
  windows,
  verdict: { answer: 'shifted', line: say, findings: [finding(say)] },
  queries: [{ source: 'logs', text: 'SELECT 1', parameters: [1, null], milliseconds: 12 }],
  configHash: 'c0ffee',
  version: '0.1.0',
  startedAt: minutes(1),
  finishedAt: minutes(2),
  ...changes,
});

const suspectOf = (say = 'The client writes contact under the old key.'): Suspect => ({
  id: 'config.feature-store',
  category: 'config',
  culprit: { kind: 'feature', name: say },
  probability: 0.81,
  prior: 0.07,
  for: [{ evidence: 'E1', check: 'null-rate', logRatio: 2.1, words: say }],
  against: [{ evidence: 'E2', check: 'latency-by-stage', logRatio: -0.7, words: say }],
  change: say,
  sentence: say,
});

export const rankingOf = (changes: Partial<Ranking> = {}, say = 'chg-0834'): Ranking => ({
  verdict: 'incident',
  verdictReason: say,
  suspects: [suspectOf(say), { ...suspectOf(say), id: 'data.nulls', probability: 0.1 }],
  noneOfThese: 0.05,
  change: say,
  mitigations: [{ kind: 'rollback', target: say, reversible: true, sentence: say, verify: say }],
  nextCheck: { name: 'parity', expectedInformationGainBits: 0.4, costMinutes: 1, why: say },
  ...changes,
});

const origin = {
  channel: 'C1',
  ts: '1.2',
  permalink: 'https://s.slack.com/archives/C1/p12',
  via: 'reaction',
} as const;

/** One fact of every type; the mapped type asks for a new one as soon as there is a new type. */
export function factsOf(say?: string): {
  readonly [Type in IncidentFact['type']]: Extract<IncidentFact, { type: Type }>;
} {
  const text = say ?? 'rolled v3 back';
  return {
    declared: {
      type: 'declared',
      key: 'deposit/model-metric/auc',
      model: 'deposit',
      title: say ?? 'AUC of deposit is 0.79 (7d: 0.86)',
      alert: alertOf({}, say),
      severity: 'sev1',
      reason: say ?? 'the monitor says critical',
    },
    'alert-met': { type: 'alert-met', alert: alertOf({}, say), meeting: 'joined', reason: text },
    'snapshot-taken': {
      type: 'snapshot-taken',
      configHash: 'c0ffee',
      versions: [say ?? 'v3'],
      changes: [text],
      flags: [`new-ranker: ${text}`],
      configuration: [`threshold: ${text}`],
      metrics: [{ name: 'scored in the last hour', value: 1200, unit: 'count', n: 1200 }],
      windows,
    },
    'symptom-measured': { type: 'symptom-measured', symptom: symptomOf(say) },
    'scope-measured': { type: 'scope-measured', scope: scopeOf(say), breakdown: false },
    'check-finished': { type: 'check-finished', evidence: evidenceOf({}, say), asked: true },
    'suspects-ranked': { type: 'suspects-ranked', ranking: rankingOf({}, say), because: 'triage' },
    'step-failed': { type: 'step-failed', step: 'scope', message: text, hint: text },
    'triage-finished': { type: 'triage-finished', checks: 1, seconds: 3.2 },
    asked: { type: 'asked', view: 'status' },
    'severity-set': { type: 'severity-set', severity: 'sev2', reason: text },
    'timeline-added': { type: 'timeline-added', entry: 'T5', happenedAt: minutes(5), text, origin },
    'timeline-revised': { type: 'timeline-revised', entry: 'T5', happenedAt: minutes(6), text },
    'timeline-removed': { type: 'timeline-removed', entry: 'T5' },
    'why-added': { type: 'why-added', why: 'W1', under: null, text, evidence: 'E1' },
    'note-written': { type: 'note-written', revision: 1 },
    resolved: { type: 'resolved', cause: 'config.feature-store', category: 'config', reason: text },
    reopened: { type: 'reopened', reason: text },
    ...teamFactsOf(text),
    ...causeFactsOf(text),
    ...workFactsOf(text),
    ...noteFactsOf(text),
  };
}

/** What is written down for later, and what was remembered of earlier. */
function noteFactsOf(text: string): {
  readonly [Type in NoteFact['type']]: Extract<NoteFact, { type: Type }>;
} {
  const similar = {
    incident: 'INC-3',
    title: text,
    likeness: 0.7,
    reasons: [text],
    cause: text,
    ended: text,
  };
  return {
    'note-section-written': { type: 'note-section-written', section: 'summary', text },
    'note-published': { type: 'note-published', revision: 2, channel: '#postmortems' },
    'similar-found': { type: 'similar-found', incidents: [similar] },
  };
}

/** Checks that run together, and what they show of single requests. */
function workFactsOf(text: string): {
  readonly [Type in WorkFact['type']]: Extract<WorkFact, { type: Type }>;
} {
  const sample = { id: text, at: minutes(1), score: 0.91, decision: 1, label: 0, values: [text] };
  return {
    'checks-planned': {
      type: 'checks-planned',
      because: 'asked',
      steps: [{ check: 'null-rate', segment: { country: text } }],
    },
    'chart-asked': { type: 'chart-asked', chart: 'drift', feature: text },
    'checks-ended': { type: 'checks-ended', plan: 2, how: 'cancelled', done: 0, seconds: 2.5 },
    'samples-shown': {
      type: 'samples-shown',
      samples: {
        segment: { country: text },
        columns: ['plan'],
        matchedOn: ['country', 'plan'],
        pairs: [{ bad: sample, good: sample, distance: 0, sameSegments: true }],
        badness: 'wrong decision',
        windows,
      },
    },
  };
}

/** A suspect on its way to the cause, and a verdict that is remembered. */
function causeFactsOf(text: string): {
  readonly [Type in CauseFact['type']]: Extract<CauseFact, { type: Type }>;
} {
  return {
    'proofs-weighed': {
      type: 'proofs-weighed',
      suspect: 'config.feature-store',
      culprit: { kind: 'feature', name: text },
      since: minutes(50),
      proofs: [
        { question: 'present', state: 'shown', words: text, evidence: ['E1'] },
        { question: 'gone', state: 'missing', words: text, evidence: [] },
        { question: 'everywhere', state: 'refuted', words: text, evidence: ['E1'] },
      ],
    },
    'cause-confirmed': {
      type: 'cause-confirmed',
      cause: 'config.feature-store',
      culprit: { kind: 'feature', name: text },
      category: 'config',
      evidence: ['E1'],
      override: text,
    },
    'verdict-remembered': {
      type: 'verdict-remembered',
      explanation: 'external.mix',
      distance: 0.2,
      severity: 'warning',
      until: minutes(20_000),
      reason: text,
    },
    'verdict-forgotten': { type: 'verdict-forgotten', reason: text },
  };
}

function teamFactsOf(text: string): {
  readonly [Type in TeamFact['type']]: Extract<TeamFact, { type: Type }>;
} {
  const lead = 'T1:U0ONCALL01';
  return {
    'severity-proposed': {
      type: 'severity-proposed',
      severity: 'sev1',
      reasons: [{ words: text, evidence: 'E1' }],
    },
    'role-assigned': { type: 'role-assigned', role: 'lead', person: lead, handoff: text },
    'why-revised': { type: 'why-revised', why: 'W1', text, evidence: null },
    'timeline-starred': { type: 'timeline-starred', entry: 'T5', starred: true },
    'mitigation-approved': {
      type: 'mitigation-approved',
      mitigation: 'M1',
      kind: 'rollback',
      target: text,
      sentence: text,
      undo: text,
      reversible: true,
      action: null,
      way: 'person',
    },
    'mitigation-seconded': { type: 'mitigation-seconded', mitigation: 'M1', complete: true },
    'mitigation-started': { type: 'mitigation-started', mitigation: 'M1', key: 'INC-7:M1' },
    'mitigation-ended': { type: 'mitigation-ended', mitigation: 'M1', outcome: 'done', words: text },
    'recovery-measured': {
      type: 'recovery-measured',
      mitigation: 'M1',
      verdict: 'recovered',
      sentence: text,
      segments: [{ where: { country: text }, verdict: 'recovered', sentence: text }],
      again: minutes(30),
    },
    'checklist-ticked': { type: 'checklist-ticked', item: 'autoscaling', answer: 'yes', words: text },
    'guards-raised': { type: 'guards-raised', guards: ['no-breakdown'], before: 'resolve' },
    'guards-overridden': { type: 'guards-overridden', guards: ['no-breakdown'], reason: text },
    'self-checked': {
      type: 'self-checked',
      answers: [{ question: 'reproduced', answer: 'yes', words: text }],
    },
    'update-posted': {
      type: 'update-posted',
      conditions: text,
      actions: text,
      needs: text,
      stakeholders: '#leadership',
    },
    reminded: { type: 'reminded', about: 'update', words: text },
    'reminders-snoozed': { type: 'reminders-snoozed', until: minutes(60) },
    'action-added': {
      type: 'action-added',
      action: 'A1',
      text,
      kind: 'guardrail',
      owner: lead,
      due: '2026-03-20',
      rule: { title: text, monitor: text, prometheus: text, sql: text, gate: null },
    },
    'action-changed': { type: 'action-changed', action: 'A1', owner: lead, due: '2026-03-21' },
    'action-done': { type: 'action-done', action: 'A1', words: text },
    'permission-refused': { type: 'permission-refused', asked: 'resolve', reason: text },
  };
}

export const bot: Actor = { kind: 'bot' };
export const priya: Actor = { kind: 'person', id: 'T1:U0ONCALL01' };

/** Facts in their envelopes, one a minute from the alert on. */
export function logOf(facts: readonly IncidentFact[], actor: Actor = bot): readonly IncidentEvent[] {
  return facts.map((fact, index) => ({
    incident: 'INC-7',
    seq: index + 1,
    version: 1,
    at: minutes(index + 1),
    recordedAt: minutes(index + 1),
    actor,
    fact,
  }));
}

/** An incident from the alert to the end, with everything in it; `more` comes before it is resolved. */
export function storyOf(say?: string): readonly IncidentFact[] {
  const facts = factsOf(say);
  return [
    facts.declared,
    facts['snapshot-taken'],
    facts['symptom-measured'],
    facts['scope-measured'],
    facts['check-finished'],
    facts['triage-finished'],
    facts['suspects-ranked'],
    facts['alert-met'],
    facts['step-failed'],
    facts.asked,
    facts['severity-set'],
    facts['timeline-added'],
    facts['timeline-revised'],
    facts['why-added'],
    ...Object.values(workFactsOf(say ?? 'rolled v3 back')),
    ...Object.values(teamFactsOf(say ?? 'rolled v3 back')),
    ...Object.values(causeFactsOf(say ?? 'rolled v3 back')),
    ...Object.values(noteFactsOf(say ?? 'rolled v3 back')),
    facts['note-written'],
    facts.resolved,
    facts.reopened,
    facts['timeline-removed'],
  ];
}
