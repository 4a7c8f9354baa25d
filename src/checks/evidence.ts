import { z } from 'zod';
import { Segment } from '../alert/alert.ts';
import { Windows } from '../time/window.ts';
import { Curve, DrawnBin } from './drawn/drawn.ts';

/** What a finding is about; the kinds are those of a culprit. */
export const Subject = z
  .object({
    kind: z.enum([
      'feature',
      'stage',
      'version',
      'flag',
      'host',
      'label',
      'class',
      'segment',
      'threshold',
      'baseline',
      'change',
      'metric',
      'table',
    ]),
    name: z.string(),
  })
  .readonly();
export type Subject = z.infer<typeof Subject>;

/**
 * One measured thing inside a check's answer, with its uncertainty. `effect` is in the unit that `unit` names (share,
 * psi, ms, seconds, score, log10 …); `before` and `after` are the values it compares; `low`/`high` bound the effect at
 * 95 %. `p` is raw, `adjustedP` after the correction over everything the same check looked at. `shifted` is the check's
 * judgement of this one subject: both beyond chance and beyond the effect floor.
 */
export const Finding = z
  .object({
    subject: Subject,
    where: Segment.optional(),
    measure: z.string(),
    unit: z.string(),
    before: z.number().nullable(),
    after: z.number().nullable(),
    effect: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    nBefore: z.number(),
    nAfter: z.number(),
    test: z.string().nullable(),
    p: z.number().nullable(),
    adjustedP: z.number().nullable(),
    threshold: z.number().nullable(),
    shifted: z.boolean(),
    at: z.coerce.date().nullable().optional(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
    /** What a chart of this finding is drawn from; nothing is decided by it. */
    bins: z.array(DrawnBin).readonly().optional(),
    curve: Curve.optional(),
    sentence: z.string(),
  })
  .readonly();
export type Finding = z.infer<typeof Finding>;

/** A check's judgement. Findings are ordered strongest first; steady and inconclusive may carry findings too. */
export const Verdict = z
  .discriminatedUnion('answer', [
    z.object({ answer: z.literal('shifted'), line: z.string(), findings: z.array(Finding).readonly() }),
    z.object({ answer: z.literal('steady'), line: z.string(), findings: z.array(Finding).readonly() }),
    z.object({
      answer: z.literal('inconclusive'),
      line: z.string(),
      reason: z.string(),
      findings: z.array(Finding).readonly(),
    }),
  ])
  .readonly();
export type Verdict = z.infer<typeof Verdict>;

/** A check's stored answer: everything needed to read it, doubt it, and run it again. */
export const Evidence = z
  .object({
    id: z.string(),
    check: z.string(),
    model: z.string(),
    parameters: z.record(z.string(), z.string()),
    windows: Windows,
    verdict: Verdict,
    queries: z
      .array(
        z.object({
          source: z.string(),
          text: z.string(),
          parameters: z.array(z.unknown()),
          milliseconds: z.number(),
        }),
      )
      .readonly(),
    configHash: z.string(),
    version: z.string(),
    startedAt: z.coerce.date(),
    finishedAt: z.coerce.date(),
  })
  .readonly();
export type Evidence = z.infer<typeof Evidence>;
