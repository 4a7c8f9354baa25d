import { z } from 'zod';
import { Category, Culprit, HypothesisId } from '../../suspects/vocabulary.ts';

/** One thing that an experiment must have shown before a suspect is called the cause. */
export const Proof = z
  .object({
    question: z.enum(['present', 'one-change', 'gone', 'everywhere', 'lasting']),
    /** Refuted: it was looked at, and it is not so. */
    state: z.enum(['shown', 'missing', 'refuted']),
    words: z.string(),
    evidence: z.array(z.string()).readonly(),
  })
  .readonly();
export type Proof = z.infer<typeof Proof>;

const fact = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape }).readonly();

/** How a suspect becomes the cause, and what is remembered of an alert that meant no harm. */
export const CAUSE_FACTS = [
  fact('proofs-weighed', {
    suspect: HypothesisId,
    culprit: Culprit.nullable(),
    since: z.coerce.date().nullable(),
    proofs: z.array(Proof).readonly(),
  }),
  fact('cause-confirmed', {
    cause: HypothesisId,
    culprit: Culprit.nullable(),
    category: Category,
    evidence: z.array(z.string()).readonly(),
    /** A person's reason for calling it the cause although proofs are missing. */
    override: z.string().nullable(),
  }),
  fact('verdict-remembered', {
    explanation: HypothesisId.nullable(),
    /** How far the alert's value was from its baseline at most; null when the monitor gave no number. */
    distance: z.number().nullable(),
    severity: z.enum(['critical', 'warning', 'info']),
    until: z.coerce.date(),
    reason: z.string(),
  }),
  fact('verdict-forgotten', { reason: z.string() }),
] as const;

const CauseFact = z.discriminatedUnion('type', CAUSE_FACTS);
export type CauseFact = z.infer<typeof CauseFact>;

const types: ReadonlySet<string> = new Set(CAUSE_FACTS.map((one) => one.unwrap().shape.type.value));

export function isCauseFact<Fact extends { readonly type: string }>(
  one: Fact,
): one is Extract<Fact, { readonly type: CauseFact['type'] }> {
  return types.has(one.type);
}
