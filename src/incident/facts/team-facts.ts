import { z } from 'zod';
import { Segment } from '../../alert/alert.ts';
import { MitigationKind } from '../../suspects/vocabulary.ts';
import { ActionRule } from '../../monitors/rules/action-rule.ts';
import { Severity } from '../severity-level.ts';

/** Who does what while it burns. There is one lead and one scribe; experts may be several. */
export const Role = z.enum(['lead', 'scribe', 'expert']);
export type Role = z.infer<typeof Role>;

/** What an action item is for: undo the damage, or see to it that it cannot come back unseen. */
export const ActionKind = z.enum(['fix', 'guardrail', 'monitor', 'test', 'process']);
export type ActionKind = z.infer<typeof ActionKind>;

/** Mistakes that are easily made under pressure; each is said once and may be overridden with a reason. */
export const Guard = z.enum([
  'no-breakdown',
  'no-business-impact',
  'irreversible-first',
  'no-versions',
  'no-guardrail',
  'no-reproduction',
]);
export type Guard = z.infer<typeof Guard>;

export const SelfCheckQuestion = z.enum(['reproduced', 'holds', 'guardrail']);
export type SelfCheckQuestion = z.infer<typeof SelfCheckQuestion>;

export const SelfCheckAnswer = z.enum(['yes', 'no', 'unsure']);
export type SelfCheckAnswer = z.infer<typeof SelfCheckAnswer>;

/** Who carries a mitigation out: a configured webhook, a GitHub workflow, or a person who says when it is done. */
export const ActionWay = z.enum(['webhook', 'workflow', 'person']);
export type ActionWay = z.infer<typeof ActionWay>;

/** Whether the metric came back, overall or in one segment, in numbers. */
export const Recovery = z.enum(['recovered', 'not-recovered', 'too-early']);
export type Recovery = z.infer<typeof Recovery>;

/** `about` and `points` are absent in what was proposed before they were kept. */
export const SeverityReason = z
  .object({
    words: z.string(),
    evidence: z.string().nullable(),
    about: z.enum(['users', 'traffic', 'value', 'trend', 'verdict']).optional(),
    points: z.number().optional(),
  })
  .readonly();
export type SeverityReason = z.infer<typeof SeverityReason>;

const fact = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape }).readonly();

/** What the team decides, does and promises while an incident lives; what is measured is in `IncidentFact`. */
export const TEAM_FACTS = [
  fact('severity-proposed', {
    severity: Severity,
    reasons: z.array(SeverityReason).readonly(),
    /** What is another than when a severity was proposed before. */
    changed: z.array(z.string()).readonly().optional(),
  }),
  fact('role-assigned', { role: Role, person: z.string().nullable(), handoff: z.string().nullable() }),
  fact('why-revised', { why: z.string(), text: z.string(), evidence: z.string().nullable() }),
  fact('timeline-starred', { entry: z.string(), starred: z.boolean() }),
  fact('mitigation-approved', {
    mitigation: z.string(),
    kind: MitigationKind,
    target: z.string().nullable(),
    sentence: z.string(),
    undo: z.string(),
    reversible: z.boolean(),
    /** The name under `actions` in fishbone.yml; null when a person does it by hand. */
    action: z.string().nullable(),
    way: ActionWay,
    /** How many people must approve before it is done; one when not given. */
    approvals: z.int().min(1).optional(),
  }),
  /** Another person approved the same. */
  fact('mitigation-seconded', { mitigation: z.string(), complete: z.boolean() }),
  fact('mitigation-started', { mitigation: z.string(), key: z.string() }),
  fact('mitigation-ended', {
    mitigation: z.string(),
    outcome: z.enum(['done', 'failed', 'unclear']),
    words: z.string(),
  }),
  fact('recovery-measured', {
    mitigation: z.string(),
    verdict: Recovery,
    sentence: z.string(),
    segments: z
      .array(z.object({ where: Segment, verdict: Recovery, sentence: z.string() }).readonly())
      .readonly(),
    /** When it is measured again; null when that was the last look. */
    again: z.coerce.date().nullable(),
  }),
  fact('checklist-ticked', {
    item: z.string(),
    answer: z.enum(['yes', 'no', 'not-needed']),
    words: z.string(),
  }),
  fact('guards-raised', { guards: z.array(Guard).readonly(), before: z.enum(['resolve', 'mitigate']) }),
  fact('guards-overridden', { guards: z.array(Guard).readonly(), reason: z.string() }),
  fact('self-checked', {
    answers: z
      .array(
        z
          .object({
            question: SelfCheckQuestion,
            answer: SelfCheckAnswer,
            words: z.string(),
          })
          .readonly(),
      )
      .readonly(),
  }),
  fact('update-posted', {
    conditions: z.string(),
    actions: z.string(),
    needs: z.string(),
    /** The channel that stakeholders read, when it goes there too. */
    stakeholders: z.string().nullable(),
  }),
  fact('reminded', { about: z.enum(['update', 'actions']), words: z.string() }),
  fact('reminders-snoozed', { until: z.coerce.date() }),
  fact('action-added', {
    action: z.string(),
    text: z.string(),
    kind: ActionKind,
    owner: z.string().nullable(),
    /** A day, `2026-03-20`. */
    due: z.string().nullable(),
    /** What would keep it, written for the tools; absent where the bot knows no rule. */
    rule: ActionRule.optional(),
  }),
  fact('action-changed', { action: z.string(), owner: z.string().nullable(), due: z.string().nullable() }),
  fact('action-done', { action: z.string(), words: z.string() }),
  /** Somebody wanted to do something and may not: for the audit, and never told in the thread. */
  fact('permission-refused', {
    /** What was asked for: a command, or `action <name>`; null when it was none that has a name. */
    asked: z.string().nullable(),
    reason: z.string(),
  }),
] as const;

const TeamFact = z.discriminatedUnion('type', TEAM_FACTS);
export type TeamFact = z.infer<typeof TeamFact>;

const types: ReadonlySet<string> = new Set(TEAM_FACTS.map((one) => one.unwrap().shape.type.value));

export function isTeamFact<Fact extends { readonly type: string }>(
  one: Fact,
): one is Extract<Fact, { readonly type: TeamFact['type'] }> {
  return types.has(one.type);
}
