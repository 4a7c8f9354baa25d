import { z } from 'zod';
import { readReference } from './read-reference.ts';

const numbers = z.array(z.number());

/** Computed by scikit-learn 1.2 and NumPy 1.24 with classes.py. */
export const classes = readReference(
  'classes',
  z.array(
    z.object({
      counts: z.array(numbers),
      truth: numbers,
      scores: z.array(numbers),
      accuracy: z.number(),
      f1: z.number(),
      precision: z.number(),
      recall: z.number(),
      f1OfClass: numbers,
      f1BootstrapError: z.number(),
      aucMacro: z.number(),
      aucOfClass: numbers,
      logLoss: z.number(),
      brier: z.number(),
      topLabelBrier: z.number(),
    }),
  ),
);
