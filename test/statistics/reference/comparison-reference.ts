import { z } from 'zod';
import { readReference } from './read-reference.ts';

const numbers = z.array(z.number());
const pair = z.tuple([z.number(), z.number()]);

/** Computed by SciPy 1.10, scikit-learn 1.2 and statsmodels 0.13 with comparison.py. */
export const comparison = readReference(
  'comparison',
  z.object({
    auc: z.array(
      z.object({
        labels: numbers,
        before: numbers,
        after: numbers,
        aucBefore: z.number(),
        aucAfter: z.number(),
        varianceBefore: z.number(),
        varianceAfter: z.number(),
        pairedP: z.number(),
      }),
    ),
    proportion: z.array(
      z.object({
        before: pair,
        after: pair,
        wilson: pair,
        newcombe: pair,
        pooledZ: z.number(),
        fisher: z.number(),
        hypergeom: z.number(),
        logRatio: pair.nullable(),
      }),
    ),
    means: z.array(
      z.object({
        before: numbers,
        after: numbers,
        p: z.number(),
        low: z.number(),
        high: z.number(),
        meanLow: z.number(),
        meanHigh: z.number(),
      }),
    ),
    scored: z.object({
      labels: numbers,
      scores: numbers,
      predicted: numbers,
      actual: numbers,
      logLoss: z.number(),
      brier: z.number(),
      mae: z.number(),
      rmse: z.number(),
      confusion: z.object({
        truePositives: z.number(),
        falsePositives: z.number(),
        trueNegatives: z.number(),
        falseNegatives: z.number(),
      }),
      accuracy: z.number(),
      precision: z.number(),
      recall: z.number(),
      f1: z.number(),
    }),
    adjusted: z.object({ p: numbers, bh: numbers, holm: numbers }),
    rateRatio: z.array(
      z.object({ before: pair, after: pair, low: z.number(), high: z.number(), p: z.number() }),
    ),
    clusters: z.object({
      users: numbers,
      window: numbers,
      value: numbers,
      difference: z.number(),
      standardErrorUncorrected: z.number(),
    }),
  }),
);
