import { z } from 'zod';
import { Alert } from '../../alert/alert.ts';
import { Evidence } from '../../checks/evidence.ts';
import { Scope } from '../../scope/scope.ts';
import { Category, Ranking } from '../../suspects/vocabulary.ts';
import { MetricUnit, Symptom } from '../../symptom/symptom.ts';
import { Windows } from '../../time/window.ts';
import { Severity } from '../severity-level.ts';
import { CAUSE_FACTS } from './cause-facts.ts';
import { NOTE_FACTS } from './note-facts.ts';
import { TEAM_FACTS } from './team-facts.ts';
import { WORK_FACTS } from './work-facts.ts';

export { Severity };

/** Who did it: the bot itself, a person (`team:user`, never a name), or a monitor that sent an alert. */
export const Actor = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('bot') }),
    z.object({ kind: z.literal('person'), id: z.string() }),
    z.object({ kind: z.literal('monitor'), name: z.string() }),
  ])
  .readonly();
export type Actor = z.infer<typeof Actor>;

/** Where a timeline entry or a why came from in Slack, so that un-reacting takes back exactly that entry. */
export const Origin = z
  .object({
    channel: z.string(),
    ts: z.string(),
    permalink: z.string().nullable(),
    via: z.enum(['reaction', 'shortcut', 'command']),
  })
  .readonly();
export type Origin = z.infer<typeof Origin>;

/** How an alert met its incident, with the reason a person can check. */
export const Meeting = z.enum(['opened', 'repeated', 'updated', 'joined', 'resolved', 'remembered']);
export type Meeting = z.infer<typeof Meeting>;

/** What a person may ask to see in the thread. */
export const View = z.enum(['status', 'symptom', 'scope', 'suspects', 'next', 'fishbone', 'timeline', 'why']);
export type View = z.infer<typeof View>;

const fact = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape }).readonly();

/**
 * What happened, in the order it became known. Events are never changed; a correction is a new event. `version` in the
 * envelope is the schema version of the event's data.
 */
export const IncidentFact = z.discriminatedUnion('type', [
  fact('declared', {
    key: z.string(),
    model: z.string(),
    title: z.string(),
    alert: Alert.nullable(),
    severity: Severity,
    reason: z.string(),
  }),
  fact('alert-met', { alert: Alert, meeting: Meeting, reason: z.string() }),
  fact('snapshot-taken', {
    configHash: z.string(),
    versions: z.array(z.string()).readonly(),
    changes: z.array(z.string()).readonly(),
    /** The newest state of every flag that the changes name: `new-ranker: on`. */
    flags: z.array(z.string()).readonly(),
    /** The configuration that serving reported or that the changes name: `threshold: 0.4`. */
    configuration: z.array(z.string()).readonly(),
    metrics: z
      .array(
        z
          .object({ name: z.string(), value: z.number().nullable(), unit: MetricUnit, n: z.number() })
          .readonly(),
      )
      .readonly(),
    windows: Windows.nullable(),
  }),
  fact('symptom-measured', { symptom: Symptom }),
  fact('scope-measured', { scope: Scope, breakdown: z.boolean() }),
  fact('check-finished', { evidence: Evidence, asked: z.boolean() }),
  fact('suspects-ranked', {
    ranking: Ranking,
    because: z.string(),
    /** The evidence that came in between; absent after a triage. */
    evidence: z.string().nullable().optional(),
  }),
  fact('step-failed', { step: z.string(), message: z.string(), hint: z.string() }),
  fact('triage-finished', { checks: z.number(), seconds: z.number() }),
  fact('asked', { view: View }),
  fact('severity-set', { severity: Severity, reason: z.string() }),
  fact('timeline-added', {
    entry: z.string(),
    happenedAt: z.coerce.date(),
    text: z.string(),
    origin: Origin.nullable(),
    files: z
      .array(z.object({ name: z.string(), link: z.string() }).readonly())
      .readonly()
      .optional(),
  }),
  fact('timeline-revised', {
    entry: z.string(),
    happenedAt: z.coerce.date(),
    text: z.string(),
    /** A person corrected it, or its message in Slack was edited or deleted. */
    because: z.enum(['corrected', 'edited', 'deleted']).optional(),
  }),
  fact('timeline-removed', { entry: z.string() }),
  fact('why-added', {
    why: z.string(),
    under: z.string().nullable(),
    text: z.string(),
    evidence: z.string().nullable(),
  }),
  fact('note-written', { revision: z.number() }),
  fact('resolved', { cause: z.string().nullable(), category: Category.nullable(), reason: z.string() }),
  fact('reopened', { reason: z.string() }),
  ...TEAM_FACTS,
  ...CAUSE_FACTS,
  ...WORK_FACTS,
  ...NOTE_FACTS,
]);
export type IncidentFact = z.infer<typeof IncidentFact>;

/** A fact in its envelope. `seq` counts from 1 within the incident; `at` is when it happened, `recordedAt` when it was stored. */
export const IncidentEvent = z
  .object({
    incident: z.string(),
    seq: z.int().positive(),
    version: z.int().positive(),
    at: z.coerce.date(),
    recordedAt: z.coerce.date(),
    actor: Actor,
    fact: IncidentFact,
  })
  .readonly();
export type IncidentEvent = z.infer<typeof IncidentEvent>;

/** An event before the store has given it its place. */
export type NewEvent = { readonly at: Date; readonly actor: Actor; readonly fact: IncidentFact };
