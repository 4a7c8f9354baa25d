import type { Hypothesis } from '../hypothesis.ts';

export const externalDemand: Hypothesis = {
  id: 'external.demand',
  category: 'external',
  sentence: 'More or fewer people came than at this time of day; the system does what it always did.',
  culprits: (view) =>
    view.check('volume')?.verdict.answer === 'shifted' ? [{ kind: 'baseline', name: null }] : [],
  expects: {
    volumeMoved: 0.96,
    anythingBroken: 0.08,
    disagrees: 0.03,
    buildDiffers: 0.02,
    shadowBuildDiffers: 0.02,
    mixMoved: 0.3,
    businessMoved: 0.5,
    saturated: 0.2,
    stageSlow: 0.25,
  },
  change: {
    kinds: { campaign: 0.6 },
    words:
      /campaign|promo|marketing|sale|season|launch|newsletter|holiday|event|push|outage|traffic|television|\btv\b|spot|advert|store|press/i,
  },
  mitigations: [
    { kind: 'none', words: 'Leave the model alone; add capacity if queues grow.', reversible: true },
    { kind: 'scale', words: 'Add capacity for the demand.', reversible: true },
  ],
  guardrails: ['demand forecast in the alert’s baseline'],
  why: 'Why was this demand not expected?',
};
