import type { Hypothesis } from '../hypothesis.ts';
import { servedOtherwise } from './culprits.ts';

export const codePreprocessing: Hypothesis = {
  id: 'code.preprocessing',
  category: 'code',
  sentence: 'The serving code prepares {culprit} otherwise than the training code does.',
  culprits: servedOtherwise,
  expects: {
    failsAtSource: 0.02,
    scaled: 0.3,
    disagrees: 0.96,
    fixedTransform: 0.86,
    serialTransform: 0.08,
    noTransform: 0.05,
    servedNull: 0.02,
    nulls: 0.03,
    misses: 0.02,
    stale: 0.02,
    buildDiffers: 0.85,
    shadowBuildDiffers: 0.8,
    shadowDiffers: 0.2,
    drift: 0.75,
    offlineToo: 0.02,
    outOfRange: 0.3,
    newValues: 0.15,
    stuck: 0.08,
  },
  change: {
    kinds: { code: 0.75, config: 0.06, model: 0.05 },
    words:
      /preprocess|feature|encod|categor|table|normali[sz]|scal|clip|bucket|tokeni|transform|mapping|impute|shared|refactor|vectori|lookup|dictionary|standardi/i,
  },
  mitigations: [
    { kind: 'rollback', words: 'Roll back {change}.', reversible: true },
    { kind: 'hotfix', words: 'Prepare {culprit} as the training code does.', reversible: true },
    {
      kind: 'fallback',
      words: 'Serve the model without {culprit}: use its training default.',
      reversible: true,
    },
  ],
  guardrails: [
    'offline/online parity test of the top features in CI',
    'one preprocessing library for training and serving',
  ],
  why: 'Why could the serving preparation of {culprit} differ from training without a parity test failing?',
};
