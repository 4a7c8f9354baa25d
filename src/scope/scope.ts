import { z } from 'zod';
import { Segment } from '../alert/alert.ts';
import { Measurement, MetricUnit } from '../symptom/symptom.ts';
import { Windows } from '../time/window.ts';

/** One segment before and after: how much of the whole change it carries, and whether by its rate or by its mix. */
export const SegmentChange = z
  .object({
    where: Segment,
    before: Measurement.nullable(),
    after: Measurement.nullable(),
    difference: Measurement.nullable(),
    /** Share of the whole change: 1 is all of it; above 1 or below 0 when others move against it. */
    shareOfChange: z.number().nullable(),
    ratePart: z.number().nullable(),
    mixPart: z.number().nullable(),
    shareOfTraffic: z.object({ before: z.number(), after: z.number() }).readonly(),
    p: z.number().nullable(),
    adjustedP: z.number().nullable(),
    carries: z.boolean(),
    warning: z.string().nullable(),
  })
  .readonly();
export type SegmentChange = z.infer<typeof SegmentChange>;

/** Who is affected. `segments` names those that carry the change; an empty list with `answer: 'all-alike'` is an answer. */
export const Scope = z
  .object({
    answer: z.enum(['segments', 'all-alike', 'inconclusive']),
    metric: z.string(),
    /** What `before` and `after` of the segments are in; values without a unit when absent. */
    unit: MetricUnit.optional(),
    /** The dimensions that were looked at; one dimension asked for is a breakdown, and `rows` then lists all its values. */
    dimensions: z.array(z.string()).readonly(),
    segments: z.array(SegmentChange).readonly(),
    rows: z.array(SegmentChange).readonly(),
    warnings: z.array(z.string()).readonly(),
    windows: Windows,
    sentence: z.string(),
  })
  .readonly();
export type Scope = z.infer<typeof Scope>;
