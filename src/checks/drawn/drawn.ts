import { z } from 'zod';

/**
 * Rows before and after in one bin of a distribution, kept for a person to look at. `kind` tells apart what is no
 * ordinary value: nulls, what lies outside the range of before, and values that before had never seen.
 */
export const DrawnBin = z
  .object({
    label: z.string(),
    kind: z.enum(['value', 'null', 'below', 'above', 'unseen', 'rest']),
    before: z.number(),
    after: z.number(),
  })
  .readonly();
export type DrawnBin = z.infer<typeof DrawnBin>;

/** Labels against scores in bins of about equally many rows: mean score, rows, positives. */
export const CurvePoint = z.object({ score: z.number(), n: z.number(), positives: z.number() }).readonly();
export type CurvePoint = z.infer<typeof CurvePoint>;

export const Curve = z
  .object({ before: z.array(CurvePoint).readonly(), after: z.array(CurvePoint).readonly() })
  .readonly();
export type Curve = z.infer<typeof Curve>;
