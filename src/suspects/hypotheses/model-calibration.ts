import type { Hypothesis } from '../hypothesis.ts';
import { servingVersion } from './culprits.ts';

export const modelCalibration: Hypothesis = {
  id: 'model.calibration',
  category: 'model',
  sentence:
    '{culprit} ranks as well as before and speaks on another scale: its scores are no longer probabilities.',
  culprits: servingVersion,
  expects: {
    versionMiscalibrated: 0.85,
    versionAppeared: 0.75,
    calibrationMoved: 0.93,
    scoresMoved: 0.92,
    versionWorse: 0.04,
    buildDiffers: 0.15,
    shadowBuildDiffers: 0.1,
    shadowDiffers: 0.85,
    disagrees: 0.03,
    featureBroken: 0.05,
    metricMoved: 0.5,
    rankingLost: 0.08,
    labelsChanged: 0.3,
    thresholdMoved: 0.05,
    anythingBroken: 0.9,
  },
  change: {
    kinds: { model: 0.6, config: 0.12, code: 0.12 },
    words:
      /calibrat|platt|isotonic|temperature|sampling|weight|balanc|undersampl|oversampl|retrain|prior|model|v\d+/i,
  },
  mitigations: [
    {
      kind: 'rollback',
      words: 'Route all traffic back to the previous version ({change}).',
      reversible: true,
    },
    { kind: 'hotfix', words: 'Recalibrate {culprit} on recent mature labels.', reversible: true },
    { kind: 'toggle', words: 'Stop the rollout of {culprit}.', reversible: true },
  ],
  guardrails: [
    'calibration gate (slope, in the large) before promotion',
    'alert on mean score against label rate',
  ],
  why: 'Why was the calibration of {culprit} not compared before it was promoted?',
};
