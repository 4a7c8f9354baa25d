import { z } from 'zod';
import { readReference } from './read-reference.ts';

const numbers = z.array(z.number());

/** Computed by SciPy 1.10 and statsmodels 0.13 with paired.py. */
export const paired = readReference(
  'paired',
  z.object({
    flips: z.array(
      z.object({
        both: z.number(),
        onlyBefore: z.number(),
        onlyAfter: z.number(),
        rows: z.number(),
        p: z.number(),
        low: z.number(),
        high: z.number(),
      }),
    ),
    means: z.array(
      z.object({ before: numbers, after: numbers, p: z.number(), low: z.number(), high: z.number() }),
    ),
  }),
);
