import type { Hypothesis } from '../hypothesis.ts';
import { featuresFrom } from './culprits.ts';

export const dataRange: Hypothesis = {
  id: 'data.range',
  category: 'data',
  sentence: '{culprit} arrives in another range or unit than the model was trained on.',
  culprits: (view) => featuresFrom(view, ['out-of-range', 'feature-drift']),
  expects: {
    partlyDefault: 0.01,
    failsAtSource: 0.08,
    scaled: 0.75,
    outOfRange: 0.92,
    drift: 0.85,
    nulls: 0.01,
    misses: 0.02,
    stale: 0.03,
    disagrees: 0.25,
    fixedTransform: 0.7,
    offlineToo: 0.8,
    buildDiffers: 0.03,
    shadowBuildDiffers: 0.03,
    stuck: 0.01,
    newValues: 0.1,
  },
  change: {
    kinds: { data: 0.45, code: 0.15, config: 0.07 },
    words:
      /numeric|pars(e|ed|ing)\b|number|collector|sync|source|reads? from|account|unit|cents|currency|euro|dollar|scale|seconds|minutes|milli|hours|days|percent|ratio|metric|convert|conversion|precision|decimal|thousand|x1000|normali[sz]/i,
  },
  mitigations: [
    {
      kind: 'fallback',
      words: 'Serve the model without {culprit}: use its training default.',
      reversible: true,
    },
    {
      kind: 'hotfix',
      words: 'Convert {culprit} back to its trained unit before it reaches the model.',
      reversible: true,
    },
    { kind: 'rollback', words: 'Roll back {change}.', reversible: true },
    { kind: 'backfill', words: 'Backfill {culprit} in its old unit.', reversible: false },
  ],
  guardrails: ['range and unit contract on {culprit}', 'alert on values outside the training range'],
  why: 'Why could the unit of {culprit} change without a contract noticing?',
};
