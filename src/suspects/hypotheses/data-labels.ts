import type { Hypothesis } from '../hypothesis.ts';
import { modelSigns } from '../signs/model-signs.ts';

export const dataLabels: Hypothesis = {
  id: 'data.labels',
  category: 'data',
  sentence: 'Labels arrive with another meaning, late, or wrong; the model itself may be fine.',
  // Labels are few early on: as long as nobody could say that they are as they were, they stay under suspicion.
  culprits: (view) => {
    const name = view.model.predictions.label?.column;
    const cleared = modelSigns.labelsChanged.read(view, null).state === 'no';
    return cleared || view.check('labels') === null || name === undefined ? [] : [{ kind: 'label', name }];
  },
  expects: {
    labelsChanged: 0.95,
    metricMoved: 0.7,
    businessMoved: 0.1,
    buildDiffers: 0.02,
    shadowBuildDiffers: 0.02,
    versionWorse: 0.04,
    disagrees: 0.03,
    scoresMoved: 0.1,
    calibrationMoved: 0.6,
    anythingBroken: 0.1,
    thresholdMoved: 0.02,
  },
  change: {
    kinds: { data: 0.55, code: 0.15, config: 0.06 },
    words: /label|join|event|ground.?truth|annotation|outcome|conversion|attribution|delay|window|table/i,
  },
  mitigations: [
    {
      kind: 'backfill',
      words: 'Backfill the labels once the labelling job is mended, and leave the window out of training.',
      reversible: true,
    },
    { kind: 'hotfix', words: 'Mend the labelling job.', reversible: true },
  ],
  guardrails: [
    'label rate and agreement check before metrics are published',
    'reconcile labels with the business table',
  ],
  why: 'Why could wrong labels reach the metric without being held against the business numbers?',
};
