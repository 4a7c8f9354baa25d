import { z } from 'zod';
import { Evidence } from '../checks/evidence.ts';
import { durationsOf } from '../incident/durations.ts';
import type { IncidentEvent } from '../incident/facts/events.ts';
import { stateOf } from '../incident/evolve/evolve.ts';
import { NoteSection, SimilarIncident } from '../incident/facts/note-facts.ts';
import { Severity } from '../incident/severity-level.ts';
import { clocksOf } from '../incident/state/state.ts';
import { ActionKind, Guard, Recovery, Role } from '../incident/facts/team-facts.ts';
import { ActionRule } from '../monitors/rules/action-rule.ts';
import { byWhom } from '../message/words/by-whom.ts';
import { timelineOf } from '../message/timeline.ts';
import { Scope } from '../scope/scope.ts';
import { Category, Suspect } from '../suspects/vocabulary.ts';
import { Symptom } from '../symptom/symptom.ts';
import { markdownOf } from './markdown.ts';
import { noteDocument } from './outline.ts';
import { contaminationOf } from './training-data.ts';

const Moment = z.iso.datetime();
const Seconds = z.number().nullable();

/** The note for other programs. Times are ISO 8601 in UTC; what is not known is null, and never left out. */
export const NoteJson = z.object({
  format: z.literal('fishbone-note/1'),
  incident: z.string(),
  model: z.string(),
  title: z.string(),
  status: z.enum(['open', 'resolved']),
  severity: Severity,
  revision: z.number(),
  clocks: z.object({
    began: Moment.nullable(),
    detected: Moment.nullable(),
    declared: Moment,
    acknowledged: Moment.nullable(),
    mitigated: Moment.nullable(),
    resolved: Moment.nullable(),
  }),
  seconds: z.object({ detect: Seconds, acknowledge: Seconds, mitigate: Seconds, resolve: Seconds }),
  roles: z.array(z.object({ role: Role, person: z.string() })),
  symptom: Symptom.nullable(),
  scope: Scope.nullable(),
  verdict: z.enum(['incident', 'benign', 'inconclusive']).nullable(),
  cause: z
    .object({
      id: z.string(),
      category: Category.nullable(),
      culprit: z.string().nullable(),
      confirmed: z.boolean(),
      change: z.string().nullable(),
      evidence: z.array(z.string()),
    })
    .nullable(),
  suspects: z.array(Suspect),
  whys: z.array(
    z.object({
      id: z.string(),
      under: z.string().nullable(),
      text: z.string(),
      /** Null: it is unproven. */
      evidence: z.string().nullable(),
    }),
  ),
  evidence: z.array(Evidence),
  timeline: z.array(
    z.object({
      at: Moment,
      text: z.string(),
      by: z.string(),
      starred: z.boolean(),
      link: z.string().nullable(),
    }),
  ),
  trainingDataToLeaveOut: z
    .object({
      from: Moment,
      to: Moment.nullable(),
      where: z.array(z.string()),
      features: z.array(z.string()),
      evidence: z.array(z.string()),
    })
    .nullable(),
  mitigations: z.array(
    z.object({
      id: z.string(),
      sentence: z.string(),
      reversible: z.boolean(),
      state: z.enum(['approved', 'started', 'done', 'failed', 'unclear']),
      endedAt: Moment.nullable(),
      recovery: z.object({ verdict: Recovery, sentence: z.string() }).nullable(),
    }),
  ),
  actions: z.array(
    z.object({
      id: z.string(),
      kind: ActionKind,
      text: z.string(),
      owner: z.string().nullable(),
      due: z.string().nullable(),
      done: z.boolean(),
      rule: ActionRule.nullable(),
    }),
  ),
  overrides: z.array(z.object({ guard: Guard, reason: z.string() })),
  written: z.array(z.object({ section: NoteSection, text: z.string() })),
  similar: z.array(SimilarIncident),
  versions: z.array(z.string()),
  configHash: z.string().nullable(),
  markdown: z.string(),
});
export type NoteJson = z.infer<typeof NoteJson>;

/** The JSON Schema of it, as other programs read it. */
export const noteJsonSchema = (): unknown =>
  z.toJSONSchema(NoteJson, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      if (zodSchema._zod.def.type !== 'date') return;
      jsonSchema.type = 'string';
      jsonSchema.format = 'date-time';
    },
  });

/** The note of a log as JSON text. */
export function noteJson(events: readonly IncidentEvent[]): string {
  const state = stateOf(events);
  if (state === null) throw new Error('a note needs at least the declaration of its incident');
  const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
  const { began, detected } = clocksOf(state);
  const took = durationsOf(events, state);
  const { confirmed, ranking, resolution } = state;
  const cause = confirmed?.cause ?? resolution?.cause ?? null;
  const spoil = contaminationOf(state);
  const note: Record<keyof NoteJson, unknown> = {
    format: 'fishbone-note/1',
    incident: state.id,
    model: state.model,
    title: state.title,
    status: state.status,
    severity: state.severity,
    revision: state.noteRevision,
    clocks: {
      began: iso(began),
      detected: iso(detected),
      declared: iso(state.declaredAt),
      acknowledged: iso(took.acknowledgedAt),
      mitigated: iso(took.mitigatedAt),
      resolved: iso(resolution?.at ?? null),
    },
    seconds: {
      detect: took.detect,
      acknowledge: took.acknowledge,
      mitigate: took.mitigate,
      resolve: took.resolve,
    },
    roles: state.roles.map(({ role, person }) => ({ role, person })),
    symptom: state.symptom,
    scope: state.scope,
    verdict: ranking?.verdict ?? null,
    cause:
      cause === null
        ? null
        : {
            id: cause,
            category: confirmed?.category ?? resolution?.category ?? null,
            culprit: confirmed?.culprit?.name ?? null,
            confirmed: confirmed !== null && confirmed.override === null,
            change: ranking?.change ?? null,
            evidence: confirmed?.evidence ?? [],
          },
    suspects: ranking?.suspects ?? [],
    whys: state.whys.map(({ id, under, text, evidence }) => ({ id, under, text, evidence })),
    evidence: state.evidence,
    timeline: timelineOf(events).map(({ at, text, by, starred, link }) => {
      const who = byWhom(by);
      return {
        at: iso(at),
        text,
        by: typeof who === 'string' ? who : 'person' in who ? who.person : '',
        starred: starred === true,
        link,
      };
    }),
    trainingDataToLeaveOut: spoil === null ? null : { ...spoil, from: iso(spoil.from), to: iso(spoil.to) },
    mitigations: state.mitigations.map((one) => {
      const proof = one.recoveries.at(-1);
      return {
        id: one.id,
        sentence: one.sentence,
        reversible: one.reversible,
        state: one.state,
        endedAt: iso(one.endedAt),
        recovery: proof === undefined ? null : { verdict: proof.verdict, sentence: proof.sentence },
      };
    }),
    actions: state.actions.map(({ id, kind, text, owner, due, done, rule }) => ({
      id,
      kind,
      text,
      owner,
      due,
      done: done !== null,
      rule,
    })),
    overrides: state.overrides.map(({ guard, reason }) => ({ guard, reason })),
    written: state.sections.map(({ section, text }) => ({ section, text })),
    similar: state.similar,
    versions: state.snapshot?.versions ?? [],
    configHash: state.snapshot?.configHash ?? null,
    markdown: markdownOf(noteDocument(events)),
  };
  return `${JSON.stringify(note, null, 2)}\n`;
}
