import type { Hypothesis } from '../hypothesis.ts';
import { servingVersion } from './culprits.ts';

export const modelWeights: Hypothesis = {
  id: 'model.weights',
  category: 'model',
  sentence: '{culprit} itself is worse: it knows less than the version before it.',
  culprits: servingVersion,
  expects: {
    rankingLost: 0.85,
    versionWorse: 0.88,
    versionAppeared: 0.88,
    buildDiffers: 0.05,
    shadowBuildDiffers: 0.04,
    shadowDiffers: 0.85,
    versionMiscalibrated: 0.03,
    disagrees: 0.03,
    featureBroken: 0.05,
    scoresMoved: 0.75,
    metricMoved: 0.92,
    labelsChanged: 0.1,
    thresholdMoved: 0.05,
    defaultScores: 0.04,
    sharesMoved: 0.05,
    anythingBroken: 0.9,
  },
  change: {
    kinds: { model: 0.85, code: 0.03, config: 0.02 },
    words: /retrain|train|model|weights|version|release|rollout|promot|v\d+/i,
  },
  mitigations: [
    {
      kind: 'rollback',
      words: 'Route all traffic back to the previous version ({change}).',
      reversible: true,
    },
    { kind: 'toggle', words: 'Stop the rollout of {culprit}.', reversible: true },
  ],
  guardrails: ['golden-set gate before promotion', 'canary with a metric comparison before full rollout'],
  why: 'Why did {culprit} pass the gate that should have compared it with the version before?',
};
