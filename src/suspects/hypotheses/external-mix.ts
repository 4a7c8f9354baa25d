import type { Hypothesis } from '../hypothesis.ts';
import { named } from './culprits.ts';

export const externalMix: Hypothesis = {
  id: 'external.mix',
  category: 'external',
  sentence: 'Other people came: the share of {culprit} moved, and within each group everything is as it was.',
  culprits: (view) => named(view, ['mix-shift'], 'segment'),
  expects: {
    mixMoved: 0.97,
    anythingBroken: 0.06,
    disagrees: 0.03,
    buildDiffers: 0.02,
    shadowBuildDiffers: 0.02,
    nulls: 0.03,
    labelsChanged: 0.06,
    thresholdMoved: 0.02,
    metricMoved: 0.3,
    businessMoved: 0.3,
    volumeMoved: 0.4,
    survivesBaselines: 0.6,
  },
  change: {
    kinds: { campaign: 0.6 },
    words:
      /campaign|promo|marketing|sale|season|launch|newsletter|tv|paid|social|partner|event|holiday|push|market/i,
  },
  mitigations: [
    { kind: 'none', words: 'Leave the model alone; write the campaign down as expected.', reversible: true },
  ],
  guardrails: [
    'campaigns and seasons documented with their features',
    'mix-adjusted metrics beside the plain ones',
  ],
  why: 'Why did the monitors not know of what moved {culprit}?',
};
