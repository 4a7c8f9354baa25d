import type { Hypothesis } from '../hypothesis.ts';
import { conclusive } from '../view.ts';
import { featuresFrom } from './culprits.ts';

export const configFeatureStore: Hypothesis = {
  id: 'config.feature-store',
  category: 'config',
  sentence:
    'Online reads of {culprit} miss in the feature store: the key, schema or TTL they use is not the one that was written.',
  // Where nobody counts reads, a null that only the serving side sees points at the store as well.
  culprits: (view) => [
    ...featuresFrom(view, ['feature-store'], (finding) => finding.measure === 'miss rate'),
    ...(conclusive(view.check('feature-store'))
      ? []
      : featuresFrom(view, ['parity'], (finding) => finding.detail?.['transform'] === 'null')),
  ],
  expects: {
    newValues: 0.02,
    scaled: 0.01,
    stuck: 0.02,
    failsAtSource: 0.02,
    misses: 0.97,
    nulls: 0.88,
    disagrees: 0.92,
    servedNull: 0.85,
    stale: 0.08,
    fixedTransform: 0.05,
    noTransform: 0.04,
    offlineToo: 0.02,
    buildDiffers: 0.03,
    shadowBuildDiffers: 0.03,
    drift: 0.3,
    versionWorse: 0.04,
  },
  change: {
    kinds: { config: 0.7, code: 0.1, infra: 0.05, flag: 0.05 },
    words: /feature.?store|\bkeys?\b|ttl|namespace|entity|prefix|schema|feature view|join key/i,
  },
  mitigations: [
    { kind: 'rollback', words: 'Roll back {change}.', reversible: true },
    { kind: 'hotfix', words: 'Read {culprit} by the key it was written with.', reversible: true },
    {
      kind: 'fallback',
      words: 'Serve the model without {culprit}: use its training default.',
      reversible: true,
    },
  ],
  guardrails: ['contract test on feature keys', 'canary reads after every change of the store'],
  why: 'Why could reader and writer of {culprit} disagree about its key without a contract test failing?',
};
