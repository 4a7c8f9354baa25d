import { z } from 'zod';
import { Onset } from '../symptom/symptom.ts';

export const Category = z.enum(['data', 'model', 'code', 'infra', 'config', 'upstream', 'external']);
export type Category = z.infer<typeof Category>;

export const HypothesisId = z.enum([
  'data.nulls',
  'data.staleness',
  'data.range',
  'data.drift',
  'data.labels',
  'model.weights',
  'model.calibration',
  'code.preprocessing',
  'code.serialization',
  'infra.saturation',
  'infra.timeouts',
  'infra.restarts',
  'config.threshold',
  'config.routing',
  'config.feature-store',
  'config.monitoring',
  'upstream.outage',
  'upstream.schema',
  'external.mix',
  'external.demand',
]);
export type HypothesisId = z.infer<typeof HypothesisId>;

export const Culprit = z
  .object({
    kind: z.enum([
      'feature',
      'stage',
      'version',
      'flag',
      'host',
      'label',
      'segment',
      'threshold',
      'baseline',
    ]),
    name: z.string().nullable(),
  })
  .readonly();
export type Culprit = z.infer<typeof Culprit>;

/** One argument for or against a suspect: which evidence, how far it moved the odds (natural-log likelihood ratio). */
export const Argument = z
  .object({ evidence: z.string(), check: z.string(), logRatio: z.number(), words: z.string() })
  .readonly();
export type Argument = z.infer<typeof Argument>;

/** The suspect to name: the first, when some evidence speaks for it. Without any, a ranking is only its prior. */
export function leadingSuspect(ranking: Ranking | null): Suspect | null {
  const first = ranking?.suspects[0];
  return first !== undefined && first.for.length > 0 ? first : null;
}

/** A hypothesis about one culprit, with its probability and what speaks for and against it. */
export const Suspect = z
  .object({
    id: HypothesisId,
    category: Category,
    culprit: Culprit.nullable(),
    /** Further culprits that the evidence does not tell from this one: the same fault, elsewhere. */
    alongside: z.array(Culprit).readonly().optional(),
    probability: z.number().min(0).max(1),
    prior: z.number(),
    for: z.array(Argument).readonly(),
    against: z.array(Argument).readonly(),
    change: z.string().nullable(),
    sentence: z.string(),
    /** What was believed of the hypothesis beforehand, and how many of the team's closed incidents of this kind it caused. */
    history: z.object({ prior: z.number(), caused: z.number(), closed: z.number() }).readonly().optional(),
  })
  .readonly();
export type Suspect = z.infer<typeof Suspect>;

export const MitigationKind = z.enum([
  'rollback',
  'fallback',
  'toggle',
  'hotfix',
  'scale',
  'backfill',
  'none',
]);
export type MitigationKind = z.infer<typeof MitigationKind>;

export const Mitigation = z
  .object({
    kind: MitigationKind,
    target: z.string().nullable(),
    reversible: z.boolean(),
    sentence: z.string(),
    /** What to expect of it. */
    effect: z.string().optional(),
    verify: z.string(),
  })
  .readonly();
export type Mitigation = z.infer<typeof Mitigation>;

/** What one answer of a check would do to the suspects: how likely it is, and whom it would move most. */
export const Outlook = z
  .object({
    answer: z.enum(['shifted', 'steady']),
    chance: z.number(),
    moves: z
      .array(
        z
          .object({
            id: HypothesisId,
            culprit: Culprit.nullable(),
            before: z.number(),
            after: z.number(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type Outlook = z.infer<typeof Outlook>;

/** A hypothesis that the evidence speaks against, kept visible with the strongest reason. */
export const Discarded = z
  .object({
    id: HypothesisId,
    probability: z.number(),
    /** Null when nothing spoke against it: no check points at anybody. */
    evidence: z.string().nullable(),
    reason: z.string(),
  })
  .readonly();
export type Discarded = z.infer<typeof Discarded>;

export const NextCheck = z
  .object({
    name: z.string(),
    expectedInformationGainBits: z.number(),
    costMinutes: z.number(),
    why: z.string(),
    outlooks: z.array(Outlook).readonly().optional(),
    /** The checks that would tell next most for their cost. */
    others: z
      .array(z.object({ name: z.string(), bits: z.number() }).readonly())
      .readonly()
      .optional(),
  })
  .readonly();
export type NextCheck = z.infer<typeof NextCheck>;

/**
 * The suspects ranked, probabilities summing to at most 1; the rest is `noneOfThese`. `verdict` says whether this is an
 * incident at all.
 */
export const Ranking = z
  .object({
    verdict: z.enum(['incident', 'benign', 'inconclusive']),
    verdictReason: z.string(),
    suspects: z.array(Suspect).readonly(),
    noneOfThese: z.number(),
    change: z.string().nullable(),
    mitigations: z.array(Mitigation).readonly(),
    nextCheck: NextCheck.nullable(),
    discarded: z.array(Discarded).readonly().optional(),
    /** When it began, where the blamed change tells it better than the series do. */
    onset: Onset.nullable().optional(),
  })
  .readonly();
export type Ranking = z.infer<typeof Ranking>;
