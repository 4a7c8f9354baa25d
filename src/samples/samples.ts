import { z } from 'zod';
import { Segment } from '../alert/alert.ts';
import { Windows } from '../time/window.ts';

/** One request as it may be shown: what the model made of it, and the allowed columns as words, in their order. */
export const Sample = z
  .object({
    id: z.string(),
    at: z.coerce.date().nullable(),
    score: z.number(),
    decision: z.number().nullable(),
    label: z.number(),
    /** Of a model of several classes; score and label then are of the predicted class: how sure, and whether right. */
    classes: z.object({ predicted: z.string(), actual: z.string() }).readonly().optional(),
    values: z.array(z.string()).readonly(),
  })
  .readonly();
export type Sample = z.infer<typeof Sample>;

/** A bad example and the good one most like it; null when none was found. `distance` is Gower's, 0 to 1. */
const Pair = z
  .object({
    bad: Sample,
    good: Sample.nullable(),
    distance: z.number().nullable(),
    /** The segments agree, not only nearly. */
    sameSegments: z.boolean(),
  })
  .readonly();

/** A few requests that went wrong since the onset beside such that went right before it. */
export const Samples = z
  .object({
    segment: Segment,
    /** The columns that may be shown, and are. */
    columns: z.array(z.string()).readonly(),
    /** By which columns a good example is like its bad one. */
    matchedOn: z.array(z.string()).readonly(),
    pairs: z.array(Pair).readonly(),
    /** What makes an example bad: a wrong decision, or only a large error. */
    badness: z.enum(['wrong decision', 'wrong class', 'large error']),
    windows: Windows,
  })
  .readonly();
export type Samples = z.infer<typeof Samples>;
