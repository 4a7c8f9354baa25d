import type { Hypothesis } from '../hypothesis.ts';
import { featuresFrom } from './culprits.ts';

export const dataDrift: Hypothesis = {
  id: 'data.drift',
  category: 'data',
  sentence: '{culprit} is distributed otherwise than before, by itself and within its range.',
  culprits: (view) => featuresFrom(view, ['feature-drift']),
  expects: {
    partlyDefault: 0.003,
    servedNull: 0.005,
    failsAtSource: 0.03,
    scaled: 0.01,
    drift: 0.95,
    outOfRange: 0.03,
    nulls: 0.004,
    misses: 0.03,
    stale: 0.03,
    disagrees: 0.05,
    offlineToo: 0.92,
    stuck: 0.004,
    newValues: 0.03,
    buildDiffers: 0.03,
    shadowBuildDiffers: 0.03,
    metricMoved: 0.6,
  },
  change: {
    kinds: { data: 0.3, campaign: 0.3 },
    words:
      /campaign|audience|network|market|promo|source|sampling|cohort|filter|dedup|population|segment|acquisition|partner|import|backfill/i,
  },
  mitigations: [
    {
      kind: 'fallback',
      words: 'Serve the model without {culprit}: use its training default.',
      reversible: true,
    },
    { kind: 'none', words: 'Watch it: drift alone is no damage.', reversible: true },
    { kind: 'rollback', words: 'Roll back {change}.', reversible: true },
  ],
  guardrails: [
    'drift alert that fires only with harm to metric or business',
    'retraining on a rolling window',
  ],
  why: 'Why did {culprit} change, and would a retrained model have followed?',
};
