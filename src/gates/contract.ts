import { z } from 'zod';

const FeatureRule = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('number'), nulls: z.number(), min: z.number(), max: z.number() }),
    z.strictObject({
      type: z.literal('category'),
      nulls: z.number(),
      values: z.array(z.string()).readonly(),
    }),
  ])
  .readonly();
export type FeatureRule = z.infer<typeof FeatureRule>;

/**
 * What online and offline code agreed on, as contract.yml: the key, and of each feature its type, how often it may be null, its range or
 * its values. `allow` is the share of requests that may lie outside, or may differ between online and offline.
 */
export const Contract = z
  .strictObject({
    version: z.literal(1),
    model: z.string(),
    key: z.string(),
    features: z.record(z.string(), FeatureRule),
    allow: z.strictObject({ outside: z.number().min(0), disagree: z.number().min(0) }).readonly(),
  })
  .readonly();
export type Contract = z.infer<typeof Contract>;
