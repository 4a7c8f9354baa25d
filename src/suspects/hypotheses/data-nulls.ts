import type { Hypothesis } from '../hypothesis.ts';
import { featuresFrom } from './culprits.ts';

export const dataNulls: Hypothesis = {
  id: 'data.nulls',
  category: 'data',
  sentence: '{culprit} arrives as null more often than it did, and not because the feature store misses it.',
  culprits: (view) => featuresFrom(view, ['null-rate']),
  expects: {
    partlyDefault: 0.03,
    scaled: 0.005,
    failsAtSource: 0.25,
    nulls: 0.97,
    misses: 0.01,
    stale: 0.03,
    servedNull: 0.1,
    fixedTransform: 0.02,
    drift: 0.8,
    stuck: 0.01,
    offlineToo: 0.85,
    buildDiffers: 0.03,
    shadowBuildDiffers: 0.03,
    outOfRange: 0.02,
    newValues: 0.03,
  },
  change: {
    kinds: { data: 0.45, code: 0.2, config: 0.05, infra: 0.03 },
    words:
      /null|nullable|schema|column|field|default|mapping|mapper|import|export|etl|ingest|join|backfill|profile/i,
  },
  mitigations: [
    {
      kind: 'fallback',
      words: 'Serve the model without {culprit}: use its training default.',
      reversible: true,
    },
    { kind: 'rollback', words: 'Roll back {change}.', reversible: true },
    { kind: 'backfill', words: 'Backfill {culprit} once its producer is mended.', reversible: false },
  ],
  guardrails: [
    'alert when the null rate of a top feature passes 2 %',
    'not-null contract between producer and feature pipeline',
  ],
  why: 'Why could {culprit} become null without a contract noticing?',
};
